package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import org.jspecify.annotations.Nullable;

/**
 * The sink of a log that is created when its configuration is checked, before anything is opened.
 * Bound before the first record; then for the log's thread.
 */
public final class DeferredSink implements LogSink {

  private volatile @Nullable LogSink sink;

  /** From now on records go there. */
  public void bind(LogSink opened) {
    sink = opened;
  }

  @Override
  public void record(byte[] text, int from, int to) {
    LogSink bound = sink;
    if (bound == null) {
      throw new IllegalStateException("a log writes nothing before the first record");
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
