package io.porty.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts of one load thread; written by it, read by the reporting thread. */
final class LoadCounts {

  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  private final Recorder latencies = new Recorder(MAX_NANOS, DIGITS);
  private final AtomicLongArray statuses = new AtomicLongArray(10);
  private final AtomicLongArray errors = new AtomicLongArray(LoadError.values().length);
  private final LongAdder bytes = new LongAdder();
  private volatile boolean counting;

  void begin() {
    counting = true;
  }

  boolean isCounting() {
    return counting;
  }

  void onResponse(long nanos, int status) {
    if (counting) {
      latencies.recordValue(Math.min(Math.max(nanos, 0), MAX_NANOS));
      statuses.incrementAndGet(status / 100 % 10);
    }
  }

  void onBytes(int count) {
    if (counting) {
      bytes.add(count);
    }
  }

  void onError(LoadError error, long times) {
    if (counting) {
      errors.addAndGet(error.ordinal(), times);
    }
  }

  /** The latencies since the previous call. */
  Histogram interval() {
    return latencies.getIntervalHistogram();
  }

  long statuses(int hundred) {
    return statuses.get(hundred);
  }

  long errors(LoadError error) {
    return errors.get(error.ordinal());
  }

  long bytes() {
    return bytes.sum();
  }

  static Histogram histogram() {
    return new Histogram(MAX_NANOS, DIGITS);
  }
}
