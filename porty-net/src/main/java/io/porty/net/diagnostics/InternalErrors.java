package io.porty.net.diagnostics;

import io.porty.api.mode.FaultReporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Porty's own faults: exceptions that nobody expects. Each is counted by where it happened, and
 * logged with its stack, at a limited rate for each place. Never waits; from any thread.
 */
public final class InternalErrors {

  /** Accepting connections. */
  public static final String ACCEPT = "accept";

  /** The admin endpoint. */
  public static final String ADMIN = "admin";

  /** Connecting to a backend, and telling who waits for it. */
  public static final String DIAL = "dial";

  /** Bytes between two joined connections. */
  public static final String RELAY = "relay";

  /** The threads that write traffic records. */
  public static final String TRAFFIC_LOG = "traffic_log";

  private static final List<String> OWN_PLACES = List.of(ACCEPT, ADMIN, DIAL, RELAY, TRAFFIC_LOG);

  /** Beyond it, places are not told apart: modes name theirs themselves. */
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
   * Counts one, and logs it.
   *
   * @param where a stable word, for the metric
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

  /** For a mode that came with Porty. */
  public FaultReporter of(String subject) {
    return (where, cause) -> report(where, subject, cause);
  }

  /** How many there were, by where. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    places.forEach((where, place) -> counts.put(where, place.count().sum()));
    return counts;
  }
}
