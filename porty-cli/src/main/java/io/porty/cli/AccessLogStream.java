package io.porty.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Standard output for the access log. {@link #write} blocks until the bytes are written, so that
 * the log's own queue fills and counts what it drops while the reader of a pipe is slow. During
 * shutdown a write waits at most {@value #SHUTDOWN_WAIT_MILLIS} ms and then fails. A daemon thread
 * {@code porty-traffic} does the blocking write to the descriptor; a process that exits abandons
 * it. For a single writer thread.
 */
final class AccessLogStream extends OutputStream {

  /** How long one write waits for a blocked reader once the process is shutting down. */
  private static final long SHUTDOWN_WAIT_MILLIS = 1_000;

  private final OutputStream raw;
  private byte @Nullable [] pending;
  private int pendingOffset;
  private int pendingLength;
  private boolean running;
  private boolean shuttingDown;
  private boolean abandoned;
  private @Nullable IOException failure;

  AccessLogStream(OutputStream raw) {
    this.raw = raw;
  }

  /** Bounds the wait of the current and later writes; the first that exceeds it fails for good. */
  synchronized void beginShutdown() {
    shuttingDown = true;
    notifyAll();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (abandoned) {
      throw new IOException("the reader of standard output does not read");
    }
    pending = bytes;
    pendingOffset = offset;
    pendingLength = length;
    if (!running) {
      running = true;
      Thread thread = new Thread(this::run, "porty-traffic");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
    awaitWritten();
    IOException error = failure;
    failure = null;
    if (error != null) {
      throw error;
    }
  }

  private void awaitWritten() throws IOException {
    long waitingSince = 0;
    while (pending != null) {
      try {
        if (!shuttingDown) {
          wait();
          continue;
        }
        waitingSince = waitingSince == 0 ? System.nanoTime() : waitingSince;
        long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waitingSince);
        if (waitedMillis >= SHUTDOWN_WAIT_MILLIS) {
          abandoned = true;
          throw new IOException("the reader of standard output does not read");
        }
        wait(SHUTDOWN_WAIT_MILLIS - waitedMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        abandoned = true;
        throw new IOException(e);
      }
    }
  }

  private void run() {
    while (true) {
      byte[] bytes;
      int offset;
      int length;
      synchronized (this) {
        while (pending == null) {
          try {
            wait();
          } catch (InterruptedException e) {
            running = false;
            return;
          }
        }
        bytes = pending;
        offset = pendingOffset;
        length = pendingLength;
      }
      IOException error = null;
      try {
        raw.write(bytes, offset, length);
      } catch (IOException e) {
        error = e;
      }
      synchronized (this) {
        failure = error;
        pending = null;
        notifyAll();
      }
    }
  }
}
