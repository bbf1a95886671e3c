package io.porty.engine.observe.metrics;

/**
 * A snapshot of a latency histogram, summed over event loops.
 *
 * @param counts number of durations in each of the {@link HistogramBuckets}
 * @param sumNanos sum of all durations
 */
public record Durations(long[] counts, long sumNanos) {

  /** An empty histogram. */
  public static Durations zero() {
    return new Durations(new long[HistogramBuckets.COUNT], 0);
  }

  public Durations plus(Durations other) {
    long[] sums = counts.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.counts[i];
    }
    return new Durations(sums, sumNanos + other.sumNanos);
  }

  /** The upper bounds of the exported buckets in seconds, without the last, unbounded one. */
  public static double[] exportedBounds() {
    return java.util.stream.IntStream.range(0, HistogramBuckets.COUNT)
        .filter(HistogramBuckets::isExported)
        .mapToDouble(i -> HistogramBuckets.bound(i) / 1e9)
        .toArray();
  }

  /** The number of durations in each bucket of {@link #exportedBounds} and the unbounded one. */
  public long[] exportedCounts() {
    long[] exported = new long[exportedBounds().length + 1];
    int bucket = 0;
    for (int i = 0; i < counts.length; i++) {
      exported[bucket] += counts[i];
      if (HistogramBuckets.isExported(i)) {
        bucket++;
      }
    }
    return exported;
  }

  public long count() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** The difference to an earlier snapshot. */
  public Durations since(Durations earlier) {
    long[] difference = counts.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= earlier.counts[i];
    }
    return new Durations(difference, sumNanos - earlier.sumNanos);
  }

  /**
   * A percentile in nanoseconds, interpolated within a bucket; 0 for an empty histogram.
   *
   * @param percent 0 to 100
   */
  public long percentile(double percent) {
    long total = count();
    if (total == 0) {
      return 0;
    }
    double requested = total * percent / 100;
    double seen = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && seen + counts[i] >= requested) {
        long from = i == 0 ? 0 : HistogramBuckets.bound(i - 1);
        long to = i == counts.length - 1 ? from : HistogramBuckets.bound(i);
        return from + Math.round((to - from) * Math.max(0, requested - seen) / counts[i]);
      }
      seen += counts[i];
    }
    return HistogramBuckets.bound(counts.length - 2);
  }
}
