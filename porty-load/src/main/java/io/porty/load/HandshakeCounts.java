package io.porty.load;

import io.porty.api.TlsSession;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts the handshakes of one load thread; read when that has ended. */
final class HandshakeCounts {

  /** Different texts that are kept, of sessions and of failures each. */
  private static final int MAX_TEXTS = 16;

  private static final String OTHERS = "others";

  private final Histogram nanos = LoadCounts.histogram();
  private final Map<String, Long> sessions = new TreeMap<>();
  private final Map<String, Long> failures = new TreeMap<>();
  private long resumed;

  void completed(TlsSession session, long took) {
    nanos.recordValue(Math.min(took, nanos.getHighestTrackableValue()));
    resumed += session.resumed() ? 1 : 0;
    String protocol = session.protocol();
    add(
        sessions,
        session.version()
            + ", "
            + session.cipher()
            + ", "
            + (protocol == null ? "no ALPN" : "ALPN " + protocol),
        1);
  }

  /**
   * @param requests that failed by it
   */
  void failed(String why, int requests) {
    add(failures, why, requests);
  }

  private static void add(Map<String, Long> to, String text, long times) {
    boolean kept = to.containsKey(text) || to.size() < MAX_TEXTS;
    to.merge(kept ? text : OTHERS, times, Long::sum);
  }

  void addTo(HandshakeCounts total) {
    total.nanos.add(nanos);
    total.resumed += resumed;
    sessions.forEach((text, times) -> add(total.sessions, text, times));
    failures.forEach((text, times) -> add(total.failures, text, times));
  }

  LoadHandshakes result(String provider) {
    return new LoadHandshakes(provider, nanos, resumed, sessions, failures);
  }
}
