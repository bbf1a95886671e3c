package io.porty.load;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The TLS handshakes of a load, from its start: those of its warm-up too, in which connections that
 * persist are made.
 *
 * @param provider of TLS: {@code native} or {@code jdk}
 * @param latencies in nanoseconds, from the connect to the end of the handshake
 * @param resumed of those, by a session of before
 * @param sessions version, cipher suite and protocol, with the number of handshakes
 * @param failures requests of the measurement that failed by TLS, by what failed
 */
public record LoadHandshakes(
    String provider,
    Histogram latencies,
    long resumed,
    Map<String, Long> sessions,
    Map<String, Long> failures) {

  /** Copies the maps. */
  public LoadHandshakes {
    sessions = Map.copyOf(sessions);
    failures = Map.copyOf(failures);
  }

  /** Completed ones. */
  public long count() {
    return latencies.getTotalCount();
  }
}
