package io.porty.bench.fault;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Clients in a closed loop, each with a connection that it keeps; they count what they get. */
final class Load implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 15_000;
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 5;

  private final int port;
  private final String target;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private volatile boolean over;
  private long done;
  private long lastFailure;
  private long longestNanos;

  Load(int port, String target, int clients) {
    this.port = port;
    this.target = target;
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(this::run, "load");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void run() {
    Socket socket = null;
    InputStream in = InputStream.nullInputStream();
    while (!over) {
      long begun = System.nanoTime();
      String failure;
      boolean stays = false;
      try {
        if (socket == null) {
          socket = new Socket(InetAddress.getLoopbackAddress(), port);
          socket.setSoTimeout(PATIENCE_MILLIS);
          socket.setTcpNoDelay(true);
          in = new BufferedInputStream(socket.getInputStream());
        }
        socket
            .getOutputStream()
            .write(
                ("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        Answer answer = Answer.read(in);
        failure = answer.status() == 200 ? null : Integer.toString(answer.status());
        stays = answer.stays();
      } catch (IOException e) {
        failure = over ? null : e.getClass().getSimpleName() + " " + e.getMessage();
      }
      count(failure, System.nanoTime() - begun);
      if (!stays && socket != null) {
        close(socket);
        socket = null;
      }
      if (failure != null) {
        pause();
      }
    }
    if (socket != null) {
      close(socket);
    }
  }

  /** An answer, as far as it matters. */
  private record Answer(int status, boolean stays) {
    static Answer read(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException(head.length() == 0 ? "closed" : "cut in the head");
        }
        head.append((char) next);
      }
      int at = head.indexOf("Content-Length: ");
      int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)).trim());
      if (in.readNBytes(length).length < length) {
        throw new IOException("cut in the body");
      }
      return new Answer(
          Integer.parseInt(head.substring(9, 12)), head.indexOf("Connection: close") < 0);
    }
  }

  private synchronized void count(@Nullable String failure, long nanos) {
    done++;
    longestNanos = Math.max(longestNanos, nanos);
    if (failure != null) {
      failures.merge(failure, 1, Integer::sum);
      lastFailure = System.nanoTime();
    }
  }

  synchronized long done() {
    return done;
  }

  synchronized int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  /** When a request failed last, as of {@link System#nanoTime}; 0 if none has. */
  synchronized long lastFailure() {
    return lastFailure;
  }

  synchronized long longestMillis() {
    return longestNanos / 1_000_000;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    for (Thread thread : threads) {
      thread.join(PATIENCE_MILLIS);
    }
  }
}
