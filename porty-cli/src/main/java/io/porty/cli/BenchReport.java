package io.porty.cli;

import io.porty.load.LoadError;
import io.porty.load.LoadHandshakes;
import io.porty.load.LoadPlan;
import io.porty.load.LoadResult;
import io.porty.load.LoadSecond;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Formats the progress lines and the summary of {@code porty bench}; the input is nanoseconds. */
final class BenchReport {

  private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 99.99, 100};

  static void progress(@Nullable PrintWriter err, LoadSecond second) {
    if (err != null) {
      Histogram latencies = second.latencies();
      err.printf(
          Locale.ROOT,
          "%4d s %,10d/s   p50 %s   p99 %s   max %s%s%n",
          second.number(),
          latencies.getTotalCount(),
          millis(latencies.getValueAtPercentile(50)),
          millis(latencies.getValueAtPercentile(99)),
          millis(latencies.getMaxValue()),
          second.errors() == 0 ? "" : String.format(Locale.ROOT, "   errors %,d", second.errors()));
    }
  }

  static void print(PrintWriter out, String url, LoadResult result) {
    LoadPlan plan = result.plan();
    double seconds = result.nanos() / 1e9;
    out.printf(
        Locale.ROOT,
        "%s: %d connections%s, %d thread%s, %s, %.1f s%n",
        url,
        plan.connections(),
        plan.traffic() instanceof LoadPlan.Traffic.Http2 http2
            ? " of HTTP/2 x " + http2.streams() + " streams"
            : "",
        plan.threads(),
        plan.threads() == 1 ? "" : "s",
        plan.rate() == 0 ? "full speed" : String.format(Locale.ROOT, "%,.0f/s", plan.rate()),
        seconds);
    out.printf(
        Locale.ROOT, "answers    %,d   %,.0f/s%n", result.answers(), result.answers() / seconds);
    out.printf(
        Locale.ROOT,
        "received   %.1f MB   %.1f MB/s%n",
        result.bytes() / 1e6,
        result.bytes() / 1e6 / seconds);
    StringBuilder line = new StringBuilder("latency   ");
    for (double percentile : PERCENTILES) {
      line.append(' ')
          .append(percentile == 100 ? "max" : "p" + plain(percentile))
          .append(' ')
          .append(millis(result.latencies().getValueAtPercentile(percentile)))
          .append("  ");
    }
    out.println(line.toString().stripTrailing());
    statuses(out, result.statuses());
    LoadHandshakes handshakes = result.handshakes();
    if (handshakes != null) {
      BenchTlsReport.print(out, handshakes);
    }
    if (result.failures() > 0) {
      for (LoadError error : LoadError.values()) {
        long count = result.errors().getOrDefault(error, 0L);
        if (count > 0) {
          out.printf(Locale.ROOT, "errors     %,d %s%n", count, text(error, handshakes != null));
          if (error == LoadError.TLS && handshakes != null) {
            BenchTlsReport.failures(out, handshakes);
          }
        }
      }
    } else {
      out.println("errors     none");
    }
    out.flush();
  }

  private static String text(LoadError error, boolean secure) {
    return error == LoadError.NO_HTTP2 && !secure ? error.text() + " without TLS" : error.text();
  }

  private static void statuses(PrintWriter out, long[] statuses) {
    StringBuilder line = new StringBuilder("status    ");
    boolean found = false;
    for (int i = 1; i < statuses.length; i++) {
      if (statuses[i] > 0) {
        found = true;
        line.append(String.format(Locale.ROOT, " %dxx %,d  ", i, statuses[i]));
      }
    }
    if (found) {
      out.println(line.toString().stripTrailing());
    }
  }

  /** A percentile without a trailing {@code .0}. */
  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }

  private BenchReport() {}
}
