package io.porty.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a load came to, without its warm-up.
 *
 * @param nanos how long it lasted
 * @param latencies in nanoseconds
 * @param statuses how many answers of each hundred; at 0 those without a status
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
