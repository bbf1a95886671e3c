package io.porty.bench.side;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where results go: Markdown to standard output, charts to a folder if there is one. */
final class Report {

  private final PrintStream out;
  private final @Nullable Path charts;

  Report(PrintStream out, @Nullable Path charts) {
    this.out = out;
    this.charts = charts;
  }

  void title(String text) {
    out.printf("%n%s%n%n", text);
  }

  void note(String text) {
    out.println(text);
  }

  void head(String... columns) {
    row((Object[]) columns);
    out.println("|" + "---|".repeat(columns.length));
  }

  void row(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    out.println(line);
  }

  static String number(double value, int decimals) {
    return Double.isNaN(value)
        ? "–"
        : String.format(java.util.Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The usual table: each proxy's figures, and the ratio to the best of those below the first. */
  void sideBySide(Map<Proxy, Figures> figures) {
    head(
        "proxy",
        "requests/s",
        "CPU µs/request",
        "of which user",
        "ratio",
        "p50 ms",
        "p99 ms",
        "RSS MB",
        "errors");
    double best =
        figures.values().stream().skip(1).mapToDouble(Figures::cpu).min().orElse(Double.NaN);
    figures.forEach(
        (proxy, f) ->
            row(
                proxy.name(),
                number(f.perSecond(), 0),
                number(f.cpu(), 1),
                number(f.user(), 1),
                number(f.cpu() / best, 2),
                number(f.p50(), 2),
                number(f.p99(), 2),
                number(f.megabytes(), 0),
                f.errors()));
    note("\nRatio: processor time to the best of those below the first row.");
  }

  void chart(String name, Chart chart) throws IOException {
    if (charts != null) {
      Files.createDirectories(charts);
      Files.writeString(charts.resolve(name + ".svg"), chart.svg());
    }
  }

  static List<String> texts(int... values) {
    return java.util.Arrays.stream(values).mapToObj(v -> number(v, 0)).toList();
  }
}
