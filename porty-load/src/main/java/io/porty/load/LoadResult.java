package io.porty.load;

import io.porty.load.tls.TlsProblem;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The result of a load, without its warm-up.
 *
 * @param plan its parameters
 * @param nanos duration
 * @param latencies in nanoseconds
 * @param statuses responses by the hundreds digit of their status; at 0 those without a status
 * @param errors failed requests by reason
 * @param bytes received, decrypted
 * @param handshakes of TLS; null without it
 * @param refusal why the server cannot be measured: the first handshakes failed for a reason that
 *     does not change; null if it can
 */
public record LoadResult(
    LoadPlan plan,
    long nanos,
    Histogram latencies,
    long[] statuses,
    Map<LoadError, Long> errors,
    long bytes,
    @Nullable LoadHandshakes handshakes,
    @Nullable TlsProblem refusal) {

  public long answers() {
    return latencies.getTotalCount();
  }

  public long failures() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
