package io.porty.cli;

import io.porty.engine.StartException;
import io.porty.load.LoadHandshakes;
import io.porty.load.tls.TlsProblem;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What {@code porty bench} says of TLS. */
final class BenchTlsReport {

  /** Lines of the summary: sessions, and handshakes since the start. */
  static void print(PrintWriter out, LoadHandshakes handshakes) {
    Map<String, Long> sessions = new java.util.TreeMap<>(handshakes.sessions());
    for (Map.Entry<String, Long> session : sessions.entrySet()) {
      String times =
          sessions.size() == 1 ? "" : String.format(Locale.ROOT, " x %,d", session.getValue());
      out.println("tls        " + session.getKey() + times + " (" + handshakes.provider() + ")");
    }
    Histogram latencies = handshakes.latencies();
    if (handshakes.count() == 0) {
      out.println("handshakes 0");
      return;
    }
    out.printf(
        Locale.ROOT,
        "handshakes %,d, %,d resumed   p50 %s   p99 %s   max %s%n",
        handshakes.count(),
        handshakes.resumed(),
        BenchReport.millis(latencies.getValueAtPercentile(50)),
        BenchReport.millis(latencies.getValueAtPercentile(99)),
        BenchReport.millis(latencies.getMaxValue()));
  }

  /** Below the number of errors of TLS: what they were. */
  static void failures(PrintWriter out, LoadHandshakes handshakes) {
    handshakes
        .failures()
        .forEach((text, times) -> out.printf(Locale.ROOT, "           %,d: %s%n", times, text));
  }

  /** Nothing can be measured. */
  static StartException failure(BenchTarget target, TlsProblem refusal) {
    String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
    String remedy =
        switch (refusal.kind()) {
          case UNTRUSTED ->
              "\n  --ca FILE trusts another CA (--ca local: that of porty trust); --insecure verifies nothing.";
          case WRONG_PROTOCOL -> "\n  HTTP/1.1 is without --http2, HTTP/2 with it.";
          case REFUSED, BROKEN -> "";
        };
    return new StartException(
        StartException.FAILED,
        "TLS with " + host + ":" + target.port() + ": " + refusal.text() + remedy);
  }

  private BenchTlsReport() {}
}
