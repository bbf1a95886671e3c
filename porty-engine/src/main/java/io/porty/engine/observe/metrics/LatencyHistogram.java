package io.porty.engine.observe.metrics;

/** A latency histogram that one thread writes and any thread may read. */
public final class LatencyHistogram {

  private static final int SUM = HistogramBuckets.COUNT;

  private final SingleWriterCounters counters =
      new SingleWriterCounters(HistogramBuckets.COUNT + 1);

  /** Adds a duration in nanoseconds; only on the writing thread. */
  public void add(long nanos) {
    counters.add(HistogramBuckets.of(nanos), 1);
    counters.add(SUM, nanos);
  }

  /** Adds the counts of all buckets to an array of {@link HistogramBuckets#COUNT} elements. */
  public void addTo(long[] counts) {
    for (int i = 0; i < HistogramBuckets.COUNT; i++) {
      counts[i] += counters.get(i);
    }
  }

  public long sumNanos() {
    return counters.get(SUM);
  }
}
