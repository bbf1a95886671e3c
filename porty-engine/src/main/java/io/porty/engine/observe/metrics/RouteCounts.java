package io.porty.engine.observe.metrics;

import io.porty.engine.observe.metrics.LoopCounters.Count;
import java.util.Map;

/**
 * What has happened on one route so far, on all loops. A snapshot; exchanges that run meanwhile may
 * be in one number and not yet in another.
 *
 * @param classes exchanges by the first digit of their status; at 0 those without
 * @param failures by the stable word
 * @param endpoints by target as written: how many tries, and how many of them failed
 */
public record RouteCounts(
    long began,
    long ended,
    long failed,
    long bytesFromClient,
    long bytesToClient,
    long lentFresh,
    long lentReused,
    long retries,
    long upstreamsOpen,
    long upstreamsIdle,
    long waiting,
    long[] classes,
    Map<String, Long> failures,
    Map<String, long[]> endpoints,
    Durations connect,
    Durations firstByte,
    Durations whole) {

  /** Exchanges under way. */
  public long running() {
    return Math.max(0, began - ended);
  }

  static RouteCounts of(Iterable<LoopCounters> loops) {
    long[] sums = new long[Count.values().length];
    long[] classes = new long[LoopCounters.CLASSES];
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
        sums[Count.BEGAN.ordinal()],
        sums[Count.ENDED.ordinal()],
        sums[Count.FAILED.ordinal()],
        sums[Count.BYTES_FROM_CLIENT.ordinal()],
        sums[Count.BYTES_TO_CLIENT.ordinal()],
        sums[Count.LENT_FRESH.ordinal()],
        sums[Count.LENT_REUSED.ordinal()],
        sums[Count.RETRIES.ordinal()],
        sums[Count.UPSTREAMS_OPEN.ordinal()],
        sums[Count.UPSTREAMS_IDLE.ordinal()],
        sums[Count.WAITING.ordinal()],
        classes,
        failures,
        endpoints,
        times[0],
        times[1],
        times[2]);
  }

  private static Durations plus(Durations sum, LatencyHistogram more) {
    more.addTo(sum.counts());
    return new Durations(sum.counts(), sum.sumNanos() + more.sumNanos());
  }
}
