package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import io.porty.net.diagnostics.Diagnostics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects records, each with a line end, and writes many of them in one system call. If a write
 * fails (a full disk, a closed pipe), the batch is lost and the first failure of a series is
 * logged; the traffic is not affected. Thread-safe: logs on different threads may share an output.
 */
class BatchSink implements LogSink {

  /** A batch of this size is written at once: a larger one would not be faster. */
  private static final int BATCH_BYTES = 32 * 1024;

  private static final Diagnostics LOG = Diagnostics.of(BatchSink.class);

  private final String name;
  private final OutputStream out;
  private byte[] batch = new byte[4096];
  private int length;
  private boolean failing;

  /**
   * @param name for messages
   */
  BatchSink(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public synchronized void record(byte[] text, int from, int to) {
    int needed = to - from + 1;
    if (length > 0 && length + needed > BATCH_BYTES) {
      flush();
    }
    if (batch.length - length < needed) {
      batch = Arrays.copyOf(batch, Math.max(batch.length * 2, length + needed));
    }
    System.arraycopy(text, from, batch, length, to - from);
    length += needed;
    batch[length - 1] = '\n';
  }

  @Override
  public synchronized void flush() {
    if (length == 0) {
      return;
    }
    try {
      out.write(batch, 0, length);
      out.flush();
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        LOG.error("the access log cannot be written to {}: {}", name, e.getMessage());
      }
    }
    length = 0;
  }

  /** Closes the file and opens it again by name, after log rotation by another program. */
  synchronized void reopen() {
    flush();
    if (out instanceof RotatingFile file) {
      try {
        file.reopen();
      } catch (IOException e) {
        LOG.error("the access log cannot be opened again, {}: {}", name, e.getMessage());
      }
    }
  }

  synchronized void close() {
    flush();
    try {
      out.close();
    } catch (IOException e) {
      LOG.warn("cannot close {}", name, e);
    }
  }
}
