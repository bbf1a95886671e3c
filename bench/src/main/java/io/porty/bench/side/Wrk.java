package io.porty.bench.side;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of wrk, and what it printed. */
final class Wrk {

  /**
   * @param p50 milliseconds
   * @param p99 milliseconds
   * @param errors what wrk says of socket errors and other statuses; empty if there were none
   */
  record Result(long requests, double perSecond, double p50, double p99, String errors) {}

  private Wrk() {}

  static Result run(String url, Scenario.Load load, int seconds)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "wrk",
                "-t1",
                "-c" + load.connections(),
                "-d" + seconds + "s",
                "--latency",
                "--timeout",
                "10s"));
    command.addAll(load.options());
    command.add(url);
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(wrk.getInputStream().readAllBytes());
    if (wrk.waitFor() != 0) {
      throw new IllegalStateException("wrk: " + out);
    }
    String errors = find(out, "Socket errors: (.*)", "");
    String statuses = find(out, "(Non-2xx or 3xx responses: \\d+)", "");
    return new Result(
        Long.parseLong(find(out, "(\\d+) requests in", "0")),
        Double.parseDouble(find(out, "Requests/sec:\\s+([\\d.]+)", "0")),
        millis(find(out, "\\n\\s+50%\\s+(\\S+)", "0ms")),
        millis(find(out, "\\n\\s+99%\\s+(\\S+)", "0ms")),
        (errors + " " + statuses).trim());
  }

  private static String find(String out, String pattern, String otherwise) {
    Matcher matcher = Pattern.compile(pattern).matcher(out);
    return matcher.find() ? matcher.group(1) : otherwise;
  }

  private static double millis(String text) {
    Matcher matcher = Pattern.compile("([\\d.]+)(us|ms|s|m)").matcher(text);
    if (!matcher.matches()) {
      return Double.NaN;
    }
    double value = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "us" -> value / 1000;
      case "s" -> value * 1000;
      case "m" -> value * 60_000;
      default -> value;
    };
  }
}
