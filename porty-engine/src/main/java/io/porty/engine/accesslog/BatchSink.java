package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import io.porty.net.diagnostics.Diagnostics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Gathers records, each with its line end, and writes many of them in one system call. When writing
 * fails (a full disk, a closed pipe) the batch is lost, which is said once for each time that it
 * begins to fail; traffic goes on. Thread-safe: logs with threads of their own may share a place.
 */
class BatchSink implements LogSink {

  /** Written at once when so much is gathered: more would only delay and take memory. */
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
    int more = to - from + 1;
    if (length > 0 && length + more > BATCH_BYTES) {
      flush();
    }
    if (batch.length - length < more) {
      batch = Arrays.copyOf(batch, Math.max(batch.length * 2, length + more));
    }
    System.arraycopy(text, from, batch, length, to - from);
    length += more;
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
        LOG.error("the traffic log cannot be written to {}: {}", name, e.getMessage());
      }
    }
    length = 0;
  }

  /** Goes on in a file that is there now under the same name. */
  synchronized void reopen() {
    flush();
    if (out instanceof RotatingFile file) {
      try {
        file.reopen();
      } catch (IOException e) {
        LOG.error("the traffic log cannot be opened again, {}: {}", name, e.getMessage());
      }
    }
  }

  synchronized void close() {
    flush();
    try {
      out.close();
    } catch (IOException e) {
      LOG.warn("while closing {}", name, e);
    }
  }
}
