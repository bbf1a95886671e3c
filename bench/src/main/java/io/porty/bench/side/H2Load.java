package io.porty.bench.side;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of h2load, and what it printed. It knows no percentiles. */
final class H2Load {

  private H2Load() {}

  static Wrk.Result run(String url, Scenario.Load load, int seconds)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "h2load", "-t1", "-c" + load.connections(), "-m" + load.streams(), "-D" + seconds));
    command.addAll(load.options());
    command.add(url);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("h2load: " + out);
    }
    long failed = number(out, "(\\d+) failed") + number(out, "(\\d+) errored");
    long refused = number(out, "(\\d+) 4xx") + number(out, "(\\d+) 5xx");
    return new Wrk.Result(
        number(out, "(\\d+) done"),
        (double) number(out, "finished in [^,]+, (\\d+)"),
        Double.NaN,
        Double.NaN,
        failed + refused == 0 ? "" : failed + " failed, " + refused + " with status 4xx or 5xx");
  }

  private static long number(String out, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(out);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
