package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import org.jspecify.annotations.Nullable;

/**
 * A sink for logs that are created while the configuration is checked, when no output is opened
 * yet. It is bound to the output before the first record; then used on the log's thread.
 */
public final class DeferredSink implements LogSink {

  private volatile @Nullable LogSink sink;

  /** Sets the output of all later records. */
  public void bind(LogSink opened) {
    sink = opened;
  }

  @Override
  public void record(byte[] text, int from, int to) {
    LogSink bound = sink;
    if (bound == null) {
      throw new IllegalStateException("a record was written before the log's output was opened");
    }
    bound.record(text, from, to);
  }

  @Override
  public void flush() {
    LogSink bound = sink;
    if (bound != null) {
      bound.flush();
    }
  }
}
