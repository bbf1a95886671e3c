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

  /** TLS handshakes. */
  public static final String TLS = "tls";

  /** The threads of the access logs. */
  public static final String ACCESS_LOG = "access_log";

  /** The thread that probes event loops. */
  public static final String LOOP_MONITOR = "loop_monitor";

  private static final List<String> OWN_COMPONENTS =
      List.of(ACCEPT, ADMIN, DIAL, RELAY, TLS, ACCESS_LOG, LOOP_MONITOR);

  /** Maximum of distinct components; modes define their own. */
  private static final int MAX_COMPONENTS = 32;

  private static final String OTHER = "other";
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Diagnostics LOG = Diagnostics.of(InternalErrors.class);

  private final Map<String, Component> components = new ConcurrentHashMap<>();

  public InternalErrors() {
    OWN_COMPONENTS.forEach(this::component);
  }

  private record Component(LongAdder count, RateLimitedLog log) {}

  /**
   * Counts and logs an exception.
   *
   * @param where a stable name of the component, for the metric
   * @param subject for the log: {@code route shop}; may be empty
   */
  public void report(String where, String subject, Throwable cause) {
    Component component = component(where);
    component.count().increment();
    component
        .log()
        .error(
            "internal error in {}{}; this is a fault of Porty itself",
            where,
            subject.isEmpty() ? "" : ", " + subject,
            cause);
  }

  private Component component(String where) {
    Component known = components.get(where);
    if (known != null) {
      return known;
    }
    String name = components.size() < MAX_COMPONENTS ? where : OTHER;
    return components.computeIfAbsent(
        name, n -> new Component(new LongAdder(), new RateLimitedLog(LOG, INTERVAL)));
  }

  /** A reporter for a shipped mode. */
  public FaultReporter of(String subject) {
    return (where, cause) -> report(where, subject, cause);
  }

  /** The counts by component. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    components.forEach((where, component) -> counts.put(where, component.count().sum()));
    return counts;
  }
}
