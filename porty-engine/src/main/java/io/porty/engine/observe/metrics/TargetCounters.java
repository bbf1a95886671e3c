package io.porty.engine.observe.metrics;

import io.porty.api.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests by target in a bounded table, because clients may choose any number of targets.
 * When it is full, further targets are counted as {@value #OTHER} until targets that have not been
 * used for some time are evicted. Written on one event loop, read on any thread.
 */
final class TargetCounters {

  /** Maximum of targets for one route on one event loop. */
  static final int MAX_TARGETS = 64;

  static final String OTHER = "other";

  static final int REQUESTS = 0;
  static final int FAILED = 1;
  private static final int LAST_USED_PERIOD = 2;
  private static final int FIELDS = 3;

  /** A target unused for one to two periods may be evicted. */
  private static final long PERIOD_NANOS = 600_000_000_000L;

  private final Map<Target, SingleWriterCounters> targets = new ConcurrentHashMap<>(4);
  private final SingleWriterCounters other = new SingleWriterCounters(FIELDS);
  private @Nullable Target last;
  private SingleWriterCounters counters = other;
  private long period;
  private long periodStartNanos = System.nanoTime();

  void add(Target target, boolean failed) {
    if (!target.equals(last)) {
      counters = counters(target);
      last = target;
    }
    counters.add(REQUESTS, 1);
    if (failed) {
      counters.add(FAILED, 1);
    }
  }

  private SingleWriterCounters counters(Target target) {
    SingleWriterCounters existing = targets.get(target);
    if (existing == null) {
      if (targets.size() >= MAX_TARGETS && !evictUnused(System.nanoTime())) {
        return other;
      }
      existing = new SingleWriterCounters(FIELDS);
      targets.put(target, existing);
    }
    existing.set(LAST_USED_PERIOD, period);
    return existing;
  }

  /** Evicts unused targets, at most once a period; their counts move to {@value #OTHER}. */
  boolean evictUnused(long now) {
    if (now - periodStartNanos < PERIOD_NANOS) {
      return false;
    }
    periodStartNanos = now;
    counters.set(
        LAST_USED_PERIOD, period); // the cached target bypasses the map, so mark it as used
    targets
        .values()
        .removeIf(
            candidate -> {
              boolean unused = candidate.get(LAST_USED_PERIOD) < period;
              if (unused) {
                other.add(REQUESTS, candidate.get(REQUESTS));
                other.add(FAILED, candidate.get(FAILED));
              }
              return unused;
            });
    period++;
    return targets.size() < MAX_TARGETS;
  }

  void addTo(Map<String, long[]> all) {
    targets.forEach((target, counts) -> add(all, target.toString(), counts));
    if (other.get(REQUESTS) > 0) {
      add(all, OTHER, other);
    }
  }

  private static void add(Map<String, long[]> all, String name, SingleWriterCounters counts) {
    String key = all.containsKey(name) || all.size() < MAX_TARGETS ? name : OTHER;
    long[] sums = all.computeIfAbsent(key, n -> new long[2]);
    sums[REQUESTS] += counts.get(REQUESTS);
    sums[FAILED] += counts.get(FAILED);
  }
}
