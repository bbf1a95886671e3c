package io.porty.bench.side;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Backends that take their time: what a proxy adds should not matter, and nothing should pile up.
 */
final class BackendLatency implements Experiment {

  private static final int[] MILLIS = {10, 50};
  private static final int CONNECTIONS = 100;

  @Override
  public String code() {
    return "backend-latency";
  }

  @Override
  public String title() {
    return "A backend that answers after 10 or 50 ms, 100 connections";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    Proxy porty = bed.select(report, "porty-http").get(0);
    // At such rates a JVM would take minutes to be warm.
    meter.measure(List.of(porty), new Scenario.Load(CONNECTIONS, "/", List.of()));
    for (int millis : MILLIS) {
      try (DelayBackend backend = new DelayBackend(millis)) {
        List<Proxy> proxies = new ArrayList<>();
        proxies.add(
            new Proxy(
                "porty-http",
                porty.port(),
                Bed.dynamic(backend.port()),
                porty.process(),
                List.of()));
        bed.peers(backend.port(), "", false).stream()
            .filter(peer -> peer.name().contains("http"))
            .forEach(proxies::add);
        Map<Proxy, Figures> figures =
            meter.measure(proxies, new Scenario.Load(CONNECTIONS, "/", List.of()));
        report.title(
            "A backend that answers after "
                + millis
                + " ms, 100 connections: "
                + Report.number(CONNECTIONS * 1000.0 / millis, 0)
                + " requests/s would be no delay at all");
        report.sideBySide(figures);
      }
    }
  }
}
