package io.porty.admin;

import io.porty.engine.observe.metrics.ModeCounters;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 now, of all listeners together; serialized as JSON.
 *
 * @param connections of clients
 * @param streams of clients
 * @param upstreamConnections to backends
 * @param upstreamStreams to backends
 */
record Http2View(long connections, long streams, long upstreamConnections, long upstreamStreams) {

  private static final String CLIENTS = "porty_h2_connections";
  private static final String BACKENDS = "porty_upstream_h2_connections";

  /** Null if nobody has spoken HTTP/2 so far. */
  static @Nullable Http2View of(Collection<ModeCounters> listeners) {
    boolean isSpoken =
        listeners.stream()
            .flatMap(counters -> counters.values().stream())
            .map(value -> value.metric().name())
            .anyMatch(name -> name.equals(CLIENTS) || name.equals(BACKENDS));
    return isSpoken
        ? new Http2View(
            sum(listeners, CLIENTS),
            sum(listeners, "porty_h2_streams"),
            sum(listeners, BACKENDS),
            sum(listeners, "porty_upstream_h2_streams"))
        : null;
  }

  private static long sum(Collection<ModeCounters> listeners, String metric) {
    return listeners.stream()
        .flatMap(counters -> counters.values().stream())
        .filter(value -> value.metric().name().equals(metric))
        .mapToLong(ModeCounters.Value::count)
        .sum();
  }
}
