package io.porty.bench.side;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How cost grows with connections. */
final class ConnectionSweep implements Experiment {

  private static final int[] POINTS = {100, 500, 1000, 2000, 4000};

  @Override
  public String code() {
    return "scaling";
  }

  @Override
  public String title() {
    return "Small replies, 100 to 4,000 connections: CPU µs for each request (p99 ms)";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    List<Proxy> proxies =
        bed.select(report, "porty-http", "haproxy-http", "nginx-http", "porty-tcp", "haproxy-tcp");
    report.title(title());
    report.head(
        "connections", "porty-http", "haproxy-http", "nginx-http", "porty-tcp", "haproxy-tcp");
    Chart chart = new Chart("CPU time for each request by connections", "µs", Report.texts(POINTS));
    for (int point : POINTS) {
      Map<String, Figures> named = new LinkedHashMap<>();
      meter
          .measure(proxies, new Scenario.Load(point, "/", List.of()))
          .forEach((proxy, figures) -> named.put(proxy.name(), figures));
      named.forEach((name, figures) -> chart.add(name, figures.cpu()));
      report.row(
          Report.number(point, 0),
          cell(named.get("porty-http")),
          cell(named.get("haproxy-http")),
          cell(named.get("nginx-http")),
          cell(named.get("porty-tcp")),
          cell(named.get("haproxy-tcp")));
    }
    report.chart("scaling", chart);
  }

  private static String cell(@org.jspecify.annotations.Nullable Figures figures) {
    return figures == null
        ? "-"
        : Report.number(figures.cpu(), 1) + " (" + Report.number(figures.p99(), 1) + ")";
  }
}
