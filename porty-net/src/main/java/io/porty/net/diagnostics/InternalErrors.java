package io.porty.net.diagnostics;

import io.porty.api.mode.FaultReporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Unexpected exceptions of Porty's own code. Each is counted by component and logged with its
 * stack, rate-limited for each component. Never blocks; thread-safe.
 */
public final class InternalErrors {

  /** Accepting connections. */
  public static final String ACCEPT = "accept";

  /** The admin endpoint. */
  public static final String ADMIN = "admin";

  /** Connecting to a backend and its callbacks. */
  public static final String DIAL = "dial";

  /** Relaying bytes between two connections. */
  public static final String RELAY = "relay";

  /** The threads of the access logs. */
  public static final String ACCESS_LOG = "access_log";

  /** The thread that probes event loops. */
  public static final String LOOP_MONITOR = "loop_monitor";

  private static final List<String> OWN_PLACES =
      List.of(ACCEPT, ADMIN, DIAL, RELAY, ACCESS_LOG, LOOP_MONITOR);

  /** Maximum of distinct components; modes define their own. */
  private static final int MAX_PLACES = 32;

  private static final String OTHER = "other";
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Diagnostics LOG = Diagnostics.of(InternalErrors.class);

  private final Map<String, Place> places = new ConcurrentHashMap<>();

  public InternalErrors() {
    OWN_PLACES.forEach(this::place);
  }

  private record Place(LongAdder count, RateLimitedLog log) {}

  /**
   * Counts and logs an exception.
   *
   * @param where a stable name of the component, for the metric
   * @param subject for the log: {@code route shop}; may be empty
   */
  public void report(String where, String subject, Throwable cause) {
    Place place = place(where);
    place.count().increment();
    place
        .log()
        .error(
            "internal error in {}{}; this is a fault of Porty itself",
            where,
            subject.isEmpty() ? "" : ", " + subject,
            cause);
  }

  private Place place(String where) {
    Place known = places.get(where);
    if (known != null) {
      return known;
    }
    String name = places.size() < MAX_PLACES ? where : OTHER;
    return places.computeIfAbsent(
        name, n -> new Place(new LongAdder(), new RateLimitedLog(LOG, INTERVAL)));
  }

  /** A reporter for a shipped mode. */
  public FaultReporter of(String subject) {
    return (where, cause) -> report(where, subject, cause);
  }

  /** The counts by component. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    places.forEach((where, place) -> counts.put(where, place.count().sum()));
    return counts;
  }
}
