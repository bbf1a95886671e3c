package io.porty.engine.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.porty.api.Target;
import io.porty.api.mode.StreamStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeterTest {

  @Test
  void everyDurationIsWithinItsBucket() {
    for (int i = 0; i < 10_000; i++) {
      long nanos = ThreadLocalRandom.current().nextLong(200_000_000_000L);
      int bucket = HistogramBuckets.of(nanos);
      assertThat(nanos).isLessThanOrEqualTo(HistogramBuckets.bound(bucket));
      if (bucket > 0) {
        assertThat(nanos).isGreaterThan(HistogramBuckets.bound(bucket - 1));
      }
    }
  }

  @Test
  void boundsOfAScrapeAreRoundAndItsCountsAreExact() {
    LatencyHistogram watch = new LatencyHistogram();
    LongStream.of(0, 10_000, 10_001, 1_000_000, 1_000_001, 2_500_000, 99_000_000_000_000L)
        .forEach(watch::add);
    Durations all = of(watch);

    double[] bounds = Durations.exportedBounds();
    assertThat(bounds).startsWith(1e-5, 2e-5, 5e-5, 1e-4).endsWith(50, 100);
    long[] counts = all.exportedCounts();
    assertThat(counts).hasSize(bounds.length + 1);
    assertThat(counts[0]).as("up to 10 µs").isEqualTo(2);
    assertThat(counts[counts.length - 1]).as("more than 100 s").isEqualTo(1);
    assertThat(LongStream.of(counts).sum()).isEqualTo(7).isEqualTo(all.count());
  }

  @Test
  void percentilesAreOffByABucketAtMost() {
    LatencyHistogram watch = new LatencyHistogram();
    for (int i = 1; i <= 1_000; i++) {
      watch.add(i * 1_000_000L);
    }
    Durations all = of(watch);
    assertThat(all.percentile(50) / 1e6).isCloseTo(500, within(130.0));
    assertThat(all.percentile(99) / 1e6).isCloseTo(990, within(260.0));
    assertThat(Durations.zero().percentile(99)).isZero();
    assertThat(all.since(all).count()).isZero();
    assertThat(all.plus(all).count()).isEqualTo(2_000);
  }

  private static Durations of(LatencyHistogram watch) {
    Durations empty = Durations.zero();
    watch.addTo(empty.counts());
    return new Durations(empty.counts(), watch.sumNanos());
  }

  @Test
  void anyNumberOfTargetsTakesABoundedTable() {
    EndpointCounters targets = new EndpointCounters();
    for (int port = 1; port <= 1_000; port++) {
      targets.add(new Target("a", port), port % 2 == 0 ? "connect_refused" : null);
    }
    Map<String, long[]> all = new HashMap<>();
    targets.addTo(all);
    assertThat(all).hasSize(EndpointCounters.MAX_ENDPOINTS + 1).containsKey("other");
    assertThat(all.values().stream().mapToLong(sums -> sums[0]).sum()).isEqualTo(1_000);
    assertThat(all.values().stream().mapToLong(sums -> sums[1]).sum()).isEqualTo(500);
  }

  @Test
  void targetsThatNobodyUsesAnyMoreMakeRoom() {
    EndpointCounters targets = new EndpointCounters();
    for (int port = 1; port <= EndpointCounters.MAX_ENDPOINTS; port++) {
      targets.add(new Target("old", port), null);
    }
    long later = System.nanoTime();
    for (int round = 0; round < 2; round++) {
      later += 601_000_000_000L;
      targets.makesRoom(later);
      targets.add(new Target("old", 1), null);
      targets.add(new Target("old", 2), null);
    }
    targets.add(new Target("new", 1), null);

    Map<String, long[]> all = new HashMap<>();
    targets.addTo(all);
    assertThat(all.keySet()).containsExactlyInAnyOrder("old:1", "old:2", "new:1", "other");
    assertThat(all.values().stream().mapToLong(sums -> sums[0]).sum())
        .isEqualTo(EndpointCounters.MAX_ENDPOINTS + 5);
  }

  @Test
  void theTargetThatIsUsedAllTheTimeKeepsItsPlace() {
    EndpointCounters targets = new EndpointCounters();
    for (int port = 1; port <= EndpointCounters.MAX_ENDPOINTS; port++) {
      targets.add(new Target("old", port), null);
    }
    long later = System.nanoTime();
    for (int round = 0; round < 3; round++) {
      later += 601_000_000_000L;
      targets.add(new Target("old", EndpointCounters.MAX_ENDPOINTS), null);
      targets.makesRoom(later);
    }
    Map<String, long[]> all = new HashMap<>();
    targets.addTo(all);
    assertThat(all.get("old:" + EndpointCounters.MAX_ENDPOINTS)[0]).isEqualTo(4);
  }

  private static void exchange(
      LoopCounters meter, @Nullable Target target, int status, @Nullable String code) {
    StreamStats stats = new StreamStats();
    stats.begin(meter, false);
    if (target != null) {
      stats.routed(target);
    }
    stats.end(status, 0, 0, code);
  }

  @Test
  void reasonsOfStrangersAreBoundedToo() {
    LoopCounters counts = new LoopCounters();
    for (int i = 0; i < 1_000; i++) {
      exchange(counts, null, 500, "word" + i);
    }
    RouteCounts all = RouteCounts.of(List.of(counts));
    assertThat(all.failures()).hasSize(EndpointCounters.MAX_ENDPOINTS + 1);
    assertThat(all.failures().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000);
    assertThat(all.running()).isZero();
    assertThat(all.failed()).isEqualTo(1_000);
  }

  @Test
  void eachTryIsCountedAtItsEndpointAndOnlyTheEndpointsOwnFailures() {
    Target dead = new Target("dead", 1);
    Target alive = new Target("alive", 1);
    LoopCounters meter = new LoopCounters();
    meter.tryFailed(dead, "connect_refused");
    exchange(meter, alive, 200, null);
    exchange(meter, alive, 499, "client_closed");
    exchange(meter, alive, 503, "upstream_overloaded");
    exchange(meter, alive, 504, "response_timeout");
    exchange(meter, null, 400, "bad_target");

    Map<String, long[]> all = new TreeMap<>();
    meter.endpoints().addTo(all);

    assertThat(all).containsOnlyKeys("alive:1", "dead:1");
    assertThat(all.get("dead:1")).containsExactly(1, 1);
    assertThat(all.get("alive:1")).containsExactly(4, 1);
  }
}
