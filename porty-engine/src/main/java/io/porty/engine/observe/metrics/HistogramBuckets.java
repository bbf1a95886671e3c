package io.porty.engine.observe.metrics;

import java.util.Arrays;

/**
 * The classes that durations are counted in: ten for each power of ten from 10 µs to 100 s, the
 * preferred numbers of ISO 3, so that a percentile is off by an eighth at most. A scrape sees every
 * third: 1, 2, 5.
 */
public final class HistogramBuckets {

  private static final int DECADES = 7;
  private static final double[] STEPS = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};
  private static final long MIN_NANOS = 10_000;

  private static final long[] BOUNDS = bounds();

  /** One more than there are bounds: what is longer than the last one. */
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

  /** The bucket of a duration: the first whose bound is not below it. */
  static int of(long nanos) {
    int found = Arrays.binarySearch(BOUNDS, nanos);
    return found >= 0 ? found : -found - 1;
  }

  /** The longest duration of a bucket, in nanoseconds; {@link Long#MAX_VALUE} of the last. */
  static long bound(int bucket) {
    return bucket < BOUNDS.length ? BOUNDS[bucket] : Long.MAX_VALUE;
  }

  /** Whether a scrape tells this bound: 1, 2 and 5 of each decade. */
  static boolean isTold(int bucket) {
    int step = bucket % STEPS.length;
    return bucket < BOUNDS.length && (step == 0 || step == 3 || step == 7);
  }

  private HistogramBuckets() {}
}
