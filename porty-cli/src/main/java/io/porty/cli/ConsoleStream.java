package io.porty.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error, behind a thread of its own: whoever writes never waits for a
 * reader that does not read, or only so long. The thread ends when there is nothing to write.
 * Thread-safe.
 */
final class ConsoleStream extends OutputStream {

  /** What waits at most: more than any page of text, less than anybody misses. */
  private static final int MAX_WAITING_BYTES = 1024 * 1024;

  /** A command gives up on a reader that takes nothing for so long; a page in a pager is read. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long IDLE_MILLIS = 1_000;

  private final OutputStream raw;
  private final String name;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean running;
  private boolean dropping;
  private long dropped;
  private long progressAt = System.nanoTime();
  private @Nullable IOException failure;

  ConsoleStream(OutputStream raw, String name) {
    this.raw = raw;
    this.name = name;
  }

  /** From now on nobody waits: what does not fit is dropped, which is said when there is room. */
  synchronized void drop() {
    dropping = true;
    notifyAll();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return;
    }
    if (!dropping && !awaitAtMost(MAX_WAITING_BYTES, PATIENCE_NANOS) && failure == null) {
      failure = new IOException("nobody reads it");
    }
    if (failure != null && !dropping) {
      throw failure;
    }
    if (waitingBytes + count > MAX_WAITING_BYTES && waitingBytes > 0) {
      dropped += count;
      return;
    }
    if (dropped > 0) {
      enqueue(
          ("porty: " + dropped + " bytes of " + name + " were dropped\n")
              .getBytes(StandardCharsets.UTF_8));
      dropped = 0;
    }
    enqueue(Arrays.copyOfRange(bytes, from, from + count));
  }

  private void enqueue(byte[] bytes) {
    if (waiting.isEmpty()) {
      progressAt = System.nanoTime();
    }
    waiting.add(bytes);
    waitingBytes += bytes.length;
    if (!running) {
      running = true;
      Thread thread = new Thread(this::run, "porty-console");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  private void run() {
    while (true) {
      byte[] next = next();
      if (next == null) {
        return;
      }
      IOException failed = null;
      try {
        raw.write(next);
        raw.flush();
      } catch (IOException e) {
        failed = e;
      }
      synchronized (this) {
        failure = failed == null ? failure : failed;
        waiting.remove();
        waitingBytes -= next.length;
        progressAt = System.nanoTime();
        notifyAll();
      }
    }
  }

  /** What is to be written; it stays in the queue meanwhile. Null ends the thread. */
  private synchronized byte @Nullable [] next() {
    if (waiting.isEmpty()) {
      try {
        wait(IDLE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    running = !waiting.isEmpty();
    return waiting.peek();
  }

  /**
   * Waits until everything is written, or until nothing was for so long.
   *
   * @return why not everything was
   */
  synchronized Optional<IOException> finish(long patienceNanos) {
    boolean done = awaitAtMost(0, patienceNanos);
    if (failure == null && !done) {
      failure = new IOException("nobody reads it");
    }
    return Optional.ofNullable(failure);
  }

  private boolean awaitAtMost(int bytes, long patienceNanos) {
    long begun = System.nanoTime();
    while (waitingBytes > bytes && failure == null) {
      long last = Math.max(begun, progressAt);
      long left = patienceNanos - (System.nanoTime() - last);
      if (left <= 0) {
        return false;
      }
      try {
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return failure == null;
  }
}
