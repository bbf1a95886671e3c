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
 * Standard output or standard error with a bounded queue that a daemon thread {@code porty-console}
 * writes. A full queue blocks the caller for at most {@link #WRITE_TIMEOUT_NANOS} without progress;
 * after {@link #dropWhenBlocked} it drops the bytes and reports their number once there is room.
 * The thread ends after a second without output. Thread-safe.
 */
final class ConsoleStream extends OutputStream {

  /** Limit of the queue; larger than the output of any command. */
  private static final int MAX_QUEUED_BYTES = 1024 * 1024;

  /** How long a command waits without progress; long enough for a user who reads in a pager. */
  static final long WRITE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long THREAD_IDLE_MILLIS = 1_000;

  private final OutputStream raw;
  private final String name;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private int queuedBytes;
  private boolean threadRunning;
  private boolean dropWhenBlocked;
  private long droppedBytes;
  private long lastProgressNanos = System.nanoTime();
  private @Nullable IOException failure;

  ConsoleStream(OutputStream raw, String name) {
    this.raw = raw;
    this.name = name;
  }

  /** From now on writes never block: bytes that do not fit into the queue are dropped. */
  synchronized void dropWhenBlocked() {
    dropWhenBlocked = true;
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
    if (!dropWhenBlocked
        && !awaitQueuedAtMost(MAX_QUEUED_BYTES, WRITE_TIMEOUT_NANOS)
        && failure == null) {
      failure = new IOException("the reader of " + name + " does not read");
    }
    if (failure != null && !dropWhenBlocked) {
      throw failure;
    }
    if (queuedBytes + count > MAX_QUEUED_BYTES && queuedBytes > 0) {
      droppedBytes += count;
      return;
    }
    if (droppedBytes > 0) {
      enqueue(
          ("porty: " + droppedBytes + " bytes of " + name + " were dropped\n")
              .getBytes(StandardCharsets.UTF_8));
      droppedBytes = 0;
    }
    enqueue(Arrays.copyOfRange(bytes, from, from + count));
  }

  private void enqueue(byte[] bytes) {
    if (queue.isEmpty()) {
      lastProgressNanos = System.nanoTime();
    }
    queue.add(bytes);
    queuedBytes += bytes.length;
    if (!threadRunning) {
      threadRunning = true;
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
      IOException error = null;
      try {
        raw.write(next);
        raw.flush();
      } catch (IOException e) {
        error = e;
      }
      synchronized (this) {
        failure = error == null ? failure : error;
        queue.remove();
        queuedBytes -= next.length;
        lastProgressNanos = System.nanoTime();
        notifyAll();
      }
    }
  }

  /** The next bytes to write, still queued and counted; null if the thread is to end. */
  private synchronized byte @Nullable [] next() {
    if (queue.isEmpty()) {
      try {
        wait(THREAD_IDLE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    threadRunning = !queue.isEmpty();
    return queue.peek();
  }

  /**
   * Waits until the queue is empty, or until nothing was written for {@code timeoutNanos}.
   *
   * @return the failure, if something was not written
   */
  synchronized Optional<IOException> finish(long timeoutNanos) {
    boolean done = awaitQueuedAtMost(0, timeoutNanos);
    if (failure == null && !done) {
      failure = new IOException("the reader of " + name + " does not read");
    }
    return Optional.ofNullable(failure);
  }

  private boolean awaitQueuedAtMost(int bytes, long timeoutNanos) {
    long startNanos = System.nanoTime();
    while (queuedBytes > bytes && failure == null) {
      long idleSince = Math.max(startNanos, lastProgressNanos);
      long remainingNanos = timeoutNanos - (System.nanoTime() - idleSince);
      if (remainingNanos <= 0) {
        return false;
      }
      try {
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(remainingNanos)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return failure == null;
  }
}
