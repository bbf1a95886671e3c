package io.porty.bench.side;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How cost grows with the size of replies. */
final class SizeSweep implements Experiment {

  @Override
  public String code() {
    return "sizes";
  }

  @Override
  public String title() {
    return "Replies of 64 B to 1 MiB, 16 connections: CPU µs for each reply";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    List<Proxy> proxies = bed.select(report, "porty-tcp", "haproxy-tcp", "nginx-tcp");
    Proxy http = bed.select(report, "porty-http").get(0);
    report.title(title());
    report.head("bytes", "porty-tcp", "haproxy-tcp", "nginx-tcp", "porty-http");
    for (int size : Bed.SIZES) {
      String path = "/" + size + ".bin";
      Map<Proxy, Figures> figures = meter.measure(proxies, new Scenario.Load(16, path, List.of()));
      Proxy dynamic =
          new Proxy(
              "porty-http",
              http.port(),
              path + "?porty_host=127.0.0.1&porty_port=" + bed.backend(),
              http.process(),
              List.of());
      Figures overHttp =
          meter.measure(List.of(dynamic), new Scenario.Load(16, path, List.of())).get(dynamic);
      report.row(
          Report.number(size, 0),
          cell(figures, "porty-tcp"),
          cell(figures, "haproxy-tcp"),
          cell(figures, "nginx-tcp"),
          Report.number(overHttp.cpu(), 1));
    }
  }

  private static String cell(Map<Proxy, Figures> figures, String name) {
    return figures.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(entry -> Report.number(entry.getValue().cpu(), 1))
        .findFirst()
        .orElse("-");
  }
}
