package io.porty.engine.observe.metrics;

import io.porty.api.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges by target, in a bounded table, because clients may name any number of targets: one that
 * finds it full is counted with the others, until those that were not used for a while have made
 * room. Written on one loop.
 */
final class TargetCounters {

  /** Of one route on one loop. */
  static final int MAX_TARGETS = 64;

  static final String OTHER = "other";

  static final int EXCHANGES = 0;
  static final int FAILED = 1;
  private static final int ROUND = 2;
  private static final int CELLS = 3;

  /** A target that was not used for one to two rounds makes room, if room is needed. */
  private static final long ROUND_NANOS = 600_000_000_000L;

  private final Map<Target, SingleWriterCounters> targets = new ConcurrentHashMap<>(4);
  private final SingleWriterCounters other = new SingleWriterCounters(CELLS);
  private @Nullable Target last;
  private SingleWriterCounters cells = other;
  private long round;
  private long roundBegan = System.nanoTime();

  void add(Target target, boolean failed) {
    if (!target.equals(last)) {
      cells = cells(target);
      last = target;
    }
    cells.add(EXCHANGES, 1);
    if (failed) {
      cells.add(FAILED, 1);
    }
  }

  private SingleWriterCounters cells(Target target) {
    SingleWriterCounters known = targets.get(target);
    if (known == null) {
      if (targets.size() >= MAX_TARGETS && !makesRoom(System.nanoTime())) {
        return other;
      }
      known = new SingleWriterCounters(CELLS);
      targets.put(target, known);
    }
    known.set(ROUND, round);
    return known;
  }

  /** Once a round. What is forgotten stays in the sum of the others. */
  boolean makesRoom(long now) {
    if (now - roundBegan < ROUND_NANOS) {
      return false;
    }
    roundBegan = now;
    cells.set(ROUND, round); // asked for again and again, it is not looked up
    targets
        .values()
        .removeIf(
            old -> {
              boolean unused = old.get(ROUND) < round;
              if (unused) {
                other.add(EXCHANGES, old.get(EXCHANGES));
                other.add(FAILED, old.get(FAILED));
              }
              return unused;
            });
    round++;
    return targets.size() < MAX_TARGETS;
  }

  void addTo(Map<String, long[]> all) {
    targets.forEach((target, counts) -> add(all, target.toString(), counts));
    if (other.get(EXCHANGES) > 0) {
      add(all, OTHER, other);
    }
  }

  private static void add(Map<String, long[]> all, String name, SingleWriterCounters counts) {
    String place = all.containsKey(name) || all.size() < MAX_TARGETS ? name : OTHER;
    long[] sums = all.computeIfAbsent(place, n -> new long[2]);
    sums[EXCHANGES] += counts.get(EXCHANGES);
    sums[FAILED] += counts.get(FAILED);
  }
}
