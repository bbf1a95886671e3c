package io.porty.bench.side;

import io.porty.bench.TrustingTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * New handshakes at a fixed rate that cost the server its signature and the client nothing: each
 * connection sends the same hello of TLS 1.3, reads the server's first bytes, and is reset.
 */
final class HelloFlood implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int TIMEOUT_MILLIS = 5000;

  private final int port;
  private final byte[] hello = hello();
  private final AtomicBoolean over = new AtomicBoolean();
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param rate handshakes in a second
   */
  HelloFlood(int port, int rate) {
    this.port = port;
    long interval = TimeUnit.SECONDS.toNanos(THREADS) / rate;
    for (int i = 0; i < THREADS; i++) {
      long offset = interval * i / THREADS;
      Thread thread = new Thread(() -> flood(interval, offset), "flood");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private static byte[] hello() {
    SSLEngine engine = TrustingTls.context().createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(ByteBuffer.allocate(0), record);
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
    byte[] bytes = new byte[record.flip().remaining()];
    record.get(bytes);
    return bytes;
  }

  private void flood(long interval, long offset) {
    long due = System.nanoTime() + offset;
    while (!over.get()) {
      due += interval;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(wait);
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(hello);
        if (socket.getInputStream().read() < 0) {
          throw new IOException("refused");
        }
        answered.increment();
      } catch (IOException e) {
        failed.increment();
      }
    }
  }

  long answered() {
    return answered.sum();
  }

  long failed() {
    return failed.sum();
  }

  @Override
  public void close() throws InterruptedException {
    over.set(true);
    for (Thread thread : threads) {
      thread.join(2L * TIMEOUT_MILLIS);
    }
  }
}
