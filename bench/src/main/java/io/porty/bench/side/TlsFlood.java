package io.porty.bench.side;

import io.porty.load.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What new handshakes on the only event loop do to requests on open connections. */
final class TlsFlood implements Experiment {

  private static final int[] HANDSHAKES = {0, 500};
  private static final int RATE = 500;
  private static final int CONNECTIONS = 16;
  private static final int ROUNDS = 3;

  @Override
  public String code() {
    return "tls-flood";
  }

  @Override
  public String title() {
    return "500 requests/s on 16 open connections, alone and beside 500 new handshakes/s (P-256), in ms: p50 / p99";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    report.title(title());
    List<Proxy> open = bed.select(report, "porty-plain", "haproxy-plain", "nginx-plain");
    List<Proxy> flooded =
        bed.select(report, "porty-https-ec", "haproxy-https-ec", "nginx-https-ec");
    for (int i = 0; i < open.size(); i++) {
      measure(open.get(i), flooded.get(i), HANDSHAKES[1], meter.seconds(), report); // warms up
    }
    List<List<Histogram>> all = new ArrayList<>();
    for (int handshakes : HANDSHAKES) {
      List<Histogram> row = new ArrayList<>();
      open.forEach(proxy -> row.add(new Histogram(3)));
      all.add(row);
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < open.size(); i++) {
        for (int j = 0; j < HANDSHAKES.length; j++) {
          all.get(j)
              .get(i)
              .add(measure(open.get(i), flooded.get(i), HANDSHAKES[j], meter.seconds(), report));
        }
      }
    }
    List<String> columns = new ArrayList<>(List.of("handshakes/s"));
    open.forEach(proxy -> columns.add(proxy.name()));
    report.head(columns.toArray(String[]::new));
    for (int j = 0; j < HANDSHAKES.length; j++) {
      List<Object> cells = new ArrayList<>(List.of(Report.number(HANDSHAKES[j], 0)));
      for (Histogram one : all.get(j)) {
        cells.add(
            Report.number(one.getValueAtPercentile(50) / 1e6, 2)
                + " / "
                + Report.number(one.getValueAtPercentile(99) / 1e6, 2));
      }
      report.row(cells.toArray());
    }
  }

  private static Histogram measure(
      Proxy open, Proxy flooded, int handshakes, int seconds, Report report)
      throws InterruptedException {
    if (handshakes == 0) {
      return latencies(open, seconds, report);
    }
    try (HelloFlood flood = new HelloFlood(flooded.port(), handshakes)) {
      Histogram latencies = latencies(open, seconds, report);
      if (flood.failed() > 0 || flood.answered() < (long) handshakes * seconds * 9 / 10) {
        report.note(
            "(%s: %d handshakes answered, %d not)"
                .formatted(flooded.name(), flood.answered(), flood.failed()));
      }
      return latencies;
    }
  }

  private static Histogram latencies(Proxy open, int seconds, Report report)
      throws InterruptedException {
    LoadResult result = SteadyLoad.run(open, CONNECTIONS, RATE, seconds);
    if (result.failures() > 0) {
      report.note("(%s: %s)".formatted(open.name(), result.errors()));
    }
    return result.latencies();
  }
}
