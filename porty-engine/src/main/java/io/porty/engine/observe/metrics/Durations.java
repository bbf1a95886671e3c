package io.porty.engine.observe.metrics;

/**
 * How often something took how long, added up over event loops.
 *
 * @param counts for each of the {@link HistogramBuckets}
 * @param sumNanos of all
 */
public record Durations(long[] counts, long sumNanos) {

  /** Of nothing. */
  public static Durations zero() {
    return new Durations(new long[HistogramBuckets.COUNT], 0);
  }

  public Durations plus(Durations more) {
    long[] sums = counts.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more.counts[i];
    }
    return new Durations(sums, sumNanos + more.sumNanos);
  }

  /** The bounds that a scrape tells, in seconds, without the last, which has none. */
  public static double[] toldBounds() {
    return java.util.stream.IntStream.range(0, HistogramBuckets.COUNT)
        .filter(HistogramBuckets::isTold)
        .mapToDouble(i -> HistogramBuckets.bound(i) / 1e9)
        .toArray();
  }

  /** How many there are in each class between the bounds of {@link #toldBounds}. */
  public long[] toldCounts() {
    long[] told = new long[toldBounds().length + 1];
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      told[at] += counts[i];
      if (HistogramBuckets.isTold(i)) {
        at++;
      }
    }
    return told;
  }

  public long count() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    return all;
  }

  /** What has come since an earlier look. */
  public Durations since(Durations before) {
    long[] fresh = counts.clone();
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] -= before.counts[i];
    }
    return new Durations(fresh, sumNanos - before.sumNanos);
  }

  /**
   * So many of a hundred took at most so long, in nanoseconds; 0 if there were none. Exact to the
   * width of a bucket.
   */
  public long percentile(double percent) {
    long all = count();
    if (all == 0) {
      return 0;
    }
    double wanted = all * percent / 100;
    double seen = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && seen + counts[i] >= wanted) {
        long from = i == 0 ? 0 : HistogramBuckets.bound(i - 1);
        long to = i == counts.length - 1 ? from : HistogramBuckets.bound(i);
        return from + Math.round((to - from) * Math.max(0, wanted - seen) / counts[i]);
      }
      seen += counts[i];
    }
    return HistogramBuckets.bound(counts.length - 2);
  }
}
