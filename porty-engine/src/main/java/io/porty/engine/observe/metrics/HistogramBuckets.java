package io.porty.engine.observe.metrics;

import java.util.Arrays;

/**
 * The bucket bounds of latency histograms: ten for each power of ten from 10 µs to 100 s (preferred
 * numbers of ISO 3), so that the error of a percentile is at most an eighth. Metrics export the
 * bounds 1, 2 and 5 of each power of ten.
 */
public final class HistogramBuckets {

  private static final int DECADES = 7;
  private static final double[] STEPS = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};
  private static final long MIN_NANOS = 10_000;

  private static final long[] BOUNDS = bounds();

  /** The number of buckets: one for each bound, and one for longer durations. */
  static final int COUNT = BOUNDS.length + 1;

  private static long[] bounds() {
    long[] all = new long[DECADES * STEPS.length + 1];
    long decade = MIN_NANOS;
    int at = 0;
    for (int i = 0; i < DECADES; i++) {
      for (double step : STEPS) {
        all[at++] = Math.round(decade * step);
      }
      decade *= 10;
    }
    all[at] = decade;
    return all;
  }

  /** The bucket of a duration: the first whose upper bound is not below it. */
  static int of(long nanos) {
    int found = Arrays.binarySearch(BOUNDS, nanos);
    return found >= 0 ? found : -found - 1;
  }

  /** The upper bound of a bucket in nanoseconds; {@link Long#MAX_VALUE} for the last. */
  static long bound(int bucket) {
    return bucket < BOUNDS.length ? BOUNDS[bucket] : Long.MAX_VALUE;
  }

  /** Whether metrics export this bound: 1, 2 and 5 of each decade. */
  static boolean isExported(int bucket) {
    int step = bucket % STEPS.length;
    return bucket < BOUNDS.length && (step == 0 || step == 3 || step == 7);
  }

  private HistogramBuckets() {}
}
