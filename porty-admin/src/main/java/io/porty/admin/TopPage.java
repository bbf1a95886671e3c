package io.porty.admin;

import io.porty.engine.observe.recent.RecentEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The page that {@code porty top} displays: text for a terminal of {@code ?width=N} columns and
 * {@code ?height=N} lines.
 */
final class TopPage {

  private static final double MEGABYTE = 1024 * 1024;
  private static final int FIXED_LINES = 9;
  private static final int MIN_SLOW_LINES = 3;

  private final AdminState state;

  TopPage(AdminState state) {
    this.state = state;
  }

  AdminResponse respond(AdminRequest request) {
    int width = request.number("width", 120, 40, 1_000);
    int height = request.number("height", 40, 12, 1_000);
    LiveView live = state.live();
    StringBuilder out = new StringBuilder();
    head(out, live);
    int fixed = FIXED_LINES + (live.http2() == null ? 0 : 1);
    int slow = Math.max(MIN_SLOW_LINES, (height - fixed) / 3);
    routes(out, live.routes(), Math.max(1, height - fixed - slow));
    slowest(out, slow);
    StringBuilder cut = new StringBuilder();
    out.toString()
        .lines()
        .forEach(
            line ->
                cut.append(line.length() > width ? line.substring(0, width) : line).append('\n'));
    return AdminResponse.text(cut.toString());
  }

  private static void head(StringBuilder out, LiveView live) {
    ProcessView process = live.process();
    List<Sampler.Point> history = live.history();
    Duration up = Duration.ofMillis(System.currentTimeMillis() - process.startMillis());
    line(
        out,
        "porty, process %d, up %s, %s, event loop delay %s ms",
        process.pid(),
        "%d d %02d:%02d:%02d"
            .formatted(up.toDays(), up.toHoursPart(), up.toMinutesPart(), up.toSecondsPart()),
        process.transport(),
        live.loopDelayMillis().stream()
            .max(Comparator.naturalOrder())
            .map(ms -> String.format(Locale.ROOT, "%.1f", ms))
            .orElse("-"));
    line(
        out,
        "memory %.0f MB resident, %.0f MB heap, %.1f MB buffers; %d threads; %d of %d files; log dropped %d",
        process.residentBytes() / MEGABYTE,
        process.heapBytes() / MEGABYTE,
        process.directBytes() / MEGABYTE,
        process.threads(),
        process.openFiles(),
        process.maxFiles(),
        live.logDropped());
    if (history.isEmpty()) {
      line(out, "no rates yet");
    } else {
      Sampler.Point now = history.get(history.size() - 1);
      line(
          out,
          "%.0f/s, %.0f failed/s, p50 %.2f ms, p99 %.2f ms, %d in flight, %d connections, in %.2f MB/s, out %.2f MB/s",
          now.requestsPerSecond(),
          now.failedPerSecond(),
          now.p50Millis(),
          now.p99Millis(),
          now.inFlight(),
          now.connections(),
          now.bytesFromClientsPerSecond() / MEGABYTE,
          now.bytesToClientsPerSecond() / MEGABYTE);
    }
    Http2View http2 = live.http2();
    if (http2 != null) {
      line(
          out,
          "HTTP/2: %d connections, %d streams; to backends %d connections, %d streams",
          http2.connections(),
          http2.streams(),
          http2.upstreamConnections(),
          http2.upstreamStreams());
    }
  }

  private static void routes(StringBuilder out, List<Sampler.RouteNow> routes, int max) {
    out.append('\n');
    line(
        out,
        "%-20s %-5s %-22s %9s %8s %9s %9s %7s %12s %9s %7s",
        "ROUTE",
        "MODE",
        "LISTEN",
        "PER SEC",
        "FAILED/S",
        "P50 MS",
        "P99 MS",
        "ACTIVE",
        "TOTAL",
        "FAILED",
        "POOL");
    routes.stream()
        .sorted(Comparator.comparingDouble(Sampler.RouteNow::requestsPerSecond).reversed())
        .limit(max)
        .forEach(
            r ->
                line(
                    out,
                    "%-20s %-5s %-22s %9.0f %8.0f %9.2f %9.2f %7d %12d %9d %7s",
                    r.route(),
                    r.mode(),
                    r.listen(),
                    r.requestsPerSecond(),
                    r.failedPerSecond(),
                    r.p50Millis(),
                    r.p99Millis(),
                    r.inFlight(),
                    r.total(),
                    r.failed(),
                    r.upstreamIdleConnections() + "/" + r.upstreamConnections()));
    if (routes.size() > max) {
      line(out, "and %d more routes", routes.size() - max);
    }
  }

  private void slowest(StringBuilder out, int max) {
    List<RecentEvent> slow = state.recent().slowest(max);
    out.append('\n');
    line(out, "SLOWEST OF THE LAST 5 MINUTES%s", slow.isEmpty() ? ": none above 10 ms" : "");
    slow.forEach(
        h ->
            line(
                out,
                "%9.1f ms %4d %-16s %s -> %s",
                h.nanos() / 1e6,
                h.status(),
                h.route(),
                printable(h.request()),
                h.target()));
  }

  /** Replaces control characters: a request must not send escape sequences to a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
