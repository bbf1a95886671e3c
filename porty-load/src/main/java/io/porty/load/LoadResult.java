package io.porty.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The result of a load, without its warm-up.
 *
 * @param plan its parameters
 * @param nanos duration
 * @param latencies in nanoseconds
 * @param statuses responses by the hundreds digit of their status; at 0 those without a status
 * @param errors failed requests by reason
 * @param bytes received
 */
public record LoadResult(
    LoadPlan plan,
    long nanos,
    Histogram latencies,
    long[] statuses,
    Map<LoadError, Long> errors,
    long bytes) {

  public long answers() {
    return latencies.getTotalCount();
  }

  public long failures() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
