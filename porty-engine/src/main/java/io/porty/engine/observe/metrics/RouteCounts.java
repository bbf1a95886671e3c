package io.porty.engine.observe.metrics;

import io.porty.engine.observe.metrics.LoopCounters.Count;
import java.util.Map;

/**
 * A snapshot of the counters of one route, summed over all event loops. It is not atomic: a request
 * that ends meanwhile may be counted in one value and not yet in another.
 *
 * @param classes requests by the first digit of their status; index 0 for those without
 * @param grpc gRPC calls by status; the last one is for all others
 * @param failures by error code
 * @param endpoints by target as written: the number of attempts and of failed ones
 */
public record RouteCounts(
    long started,
    long ended,
    long failed,
    long bytesFromClient,
    long bytesToClient,
    long acquiredNew,
    long acquiredReused,
    long retries,
    long upstreamConnections,
    long upstreamIdle,
    long pending,
    long[] classes,
    long[] grpc,
    Map<String, Long> failures,
    Map<String, long[]> endpoints,
    Durations connect,
    Durations firstByte,
    Durations whole) {

  /** Requests or TCP connections in progress. */
  public long running() {
    return Math.max(0, started - ended);
  }

  static RouteCounts of(Iterable<LoopCounters> loops) {
    long[] sums = new long[Count.values().length];
    long[] classes = new long[LoopCounters.CLASSES];
    long[] grpc = new long[LoopCounters.GRPC_CODES];
    Map<String, Long> failures = new java.util.TreeMap<>();
    Map<String, long[]> endpoints = new java.util.TreeMap<>();
    Durations[] times = {Durations.zero(), Durations.zero(), Durations.zero()};
    for (LoopCounters loop : loops) {
      for (Count count : Count.values()) {
        sums[count.ordinal()] += loop.get(count);
      }
      for (int i = 0; i < classes.length; i++) {
        classes[i] += loop.ofClass(i);
      }
      for (int i = 0; i < grpc.length; i++) {
        grpc[i] += loop.ofGrpc(i);
      }
      loop.addFailuresTo(failures);
      loop.endpoints().addTo(endpoints);
      LoopCounters.Times measured = loop.measured();
      if (measured != null) {
        times[0] = plus(times[0], measured.connect());
        times[1] = plus(times[1], measured.firstByte());
        times[2] = plus(times[2], measured.whole());
      }
    }
    return new RouteCounts(
        sums[Count.STARTED.ordinal()],
        sums[Count.ENDED.ordinal()],
        sums[Count.FAILED.ordinal()],
        sums[Count.BYTES_FROM_CLIENT.ordinal()],
        sums[Count.BYTES_TO_CLIENT.ordinal()],
        sums[Count.ACQUIRED_NEW.ordinal()],
        sums[Count.ACQUIRED_REUSED.ordinal()],
        sums[Count.RETRIES.ordinal()],
        sums[Count.UPSTREAM_CONNECTIONS.ordinal()],
        sums[Count.UPSTREAM_IDLE.ordinal()],
        sums[Count.PENDING.ordinal()],
        classes,
        grpc,
        failures,
        endpoints,
        times[0],
        times[1],
        times[2]);
  }

  private static Durations plus(Durations sum, LatencyHistogram histogram) {
    histogram.addTo(sum.counts());
    return new Durations(sum.counts(), sum.sumNanos() + histogram.sumNanos());
  }
}
