package io.porty.engine.observe.metrics;

/** Durations that one thread measures and any thread may read. */
public final class LatencyHistogram {

  private static final int SUM = HistogramBuckets.COUNT;

  private final SingleWriterCounters cells = new SingleWriterCounters(HistogramBuckets.COUNT + 1);

  /** Adds a duration, in nanoseconds; on the thread that owns it. */
  public void add(long nanos) {
    cells.add(HistogramBuckets.of(nanos), 1);
    cells.add(SUM, nanos);
  }

  public void addTo(long[] counts) {
    for (int i = 0; i < HistogramBuckets.COUNT; i++) {
      counts[i] += cells.get(i);
    }
  }

  public long sumNanos() {
    return cells.get(SUM);
  }
}
