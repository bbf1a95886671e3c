package io.porty.engine.observe.metrics;

import io.porty.api.FailureCode;
import io.porty.api.Target;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries of one route on one loop by endpoint, in a bounded table, because clients may name any
 * number of targets: one that finds it full is counted with the others, until those that were not
 * used for a while have made room. Written on one loop: counting is no dearer than a field.
 */
final class EndpointCounters {

  /**
   * What counts as a failure of the endpoint: not what a client or a limit of Porty's own has
   * ended.
   */
  private static final Set<String> FAILURES =
      Stream.of(
              FailureCode.CONNECT_REFUSED,
              FailureCode.CONNECT_TIMEOUT,
              FailureCode.DNS_FAILURE,
              FailureCode.BACKEND_CLOSED,
              FailureCode.BACKEND_INVALID,
              FailureCode.TRUNCATED_RESPONSE,
              FailureCode.RESPONSE_TIMEOUT)
          .map(FailureCode::code)
          .collect(Collectors.toUnmodifiableSet());

  /** Of one route on one loop. */
  static final int MAX_ENDPOINTS = 64;

  static final String OTHER = "other";

  static final int TRIES = 0;
  static final int FAILED = 1;
  private static final int ROUND = 2;
  private static final int CELLS = 3;

  /** A target that was not used for one to two rounds makes room, if room is needed. */
  private static final long ROUND_NANOS = 600_000_000_000L;

  private final Map<Target, SingleWriterCounters> endpoints = new ConcurrentHashMap<>(4);
  private final SingleWriterCounters other = new SingleWriterCounters(CELLS);
  private @Nullable Target last;
  private SingleWriterCounters cells = other;
  private long round;
  private long roundBegan = System.nanoTime();

  /**
   * A try is over.
   *
   * @param errorCode how it failed; null if it did not
   */
  void add(Target target, @Nullable String errorCode) {
    if (!target.equals(last)) {
      cells = cells(target);
      last = target;
    }
    cells.add(TRIES, 1);
    if (errorCode != null && FAILURES.contains(errorCode)) {
      cells.add(FAILED, 1);
    }
  }

  private SingleWriterCounters cells(Target target) {
    SingleWriterCounters known = endpoints.get(target);
    if (known == null) {
      if (endpoints.size() >= MAX_ENDPOINTS && !makesRoom(System.nanoTime())) {
        return other;
      }
      known = new SingleWriterCounters(CELLS);
      endpoints.put(target, known);
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
    endpoints
        .values()
        .removeIf(
            old -> {
              boolean unused = old.get(ROUND) < round;
              if (unused) {
                other.add(TRIES, old.get(TRIES));
                other.add(FAILED, old.get(FAILED));
              }
              return unused;
            });
    round++;
    return endpoints.size() < MAX_ENDPOINTS;
  }

  void addTo(Map<String, long[]> all) {
    endpoints.forEach((target, counts) -> add(all, target.toString(), counts));
    if (other.get(TRIES) > 0) {
      add(all, OTHER, other);
    }
  }

  private static void add(Map<String, long[]> all, String name, SingleWriterCounters counts) {
    String place = all.containsKey(name) || all.size() < MAX_ENDPOINTS ? name : OTHER;
    long[] sums = all.computeIfAbsent(place, n -> new long[2]);
    sums[TRIES] += counts.get(TRIES);
    sums[FAILED] += counts.get(FAILED);
  }
}
