package io.porty.bench.side;

import io.porty.load.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latency at fixed rates below saturation, over no proxy at all. */
final class RateSweep implements Experiment {

  private static final int[] POINTS = {1000, 5000, 10_000, 20_000};
  private static final int CONNECTIONS = 50;
  private static final int ROUNDS = 3;

  @Override
  public String code() {
    return "rates";
  }

  @Override
  public String title() {
    return "Latency at fixed rates, 50 connections, in ms: p50 / p99";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    List<Proxy> proxies = new ArrayList<>();
    proxies.add(new Proxy("direct", bed.backend(), "", ProcessHandle.current(), List.of()));
    proxies.addAll(
        bed.select(report, "porty-http", "porty-tcp", "haproxy-http", "haproxy-tcp", "nginx-http"));
    report.title(title());
    List<String> columns = new ArrayList<>(List.of("requests/s"));
    proxies.forEach(proxy -> columns.add(proxy.name()));
    report.head(columns.toArray(String[]::new));
    Chart chart = new Chart("99th percentile of latency by rate", "ms", Report.texts(POINTS));
    for (int rate : POINTS) {
      List<Histogram> all = new ArrayList<>();
      for (Proxy proxy : proxies) {
        all.add(new Histogram(3));
        at(proxy, 20_000, 2);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < proxies.size(); i++) {
          all.get(i).add(at(proxies.get(i), rate, meter.seconds()).latencies());
        }
      }
      List<Object> cells = new ArrayList<>(List.of(Report.number(rate, 0)));
      for (int i = 0; i < proxies.size(); i++) {
        double p99 = all.get(i).getValueAtPercentile(99) / 1e6;
        cells.add(
            Report.number(all.get(i).getValueAtPercentile(50) / 1e6, 2)
                + " / "
                + Report.number(p99, 2));
        chart.add(proxies.get(i).name(), p99);
      }
      report.row(cells.toArray());
    }
    report.chart("rates", chart);
  }

  private static LoadResult at(Proxy proxy, int rate, int seconds) throws InterruptedException {
    LoadResult result = SteadyLoad.run(proxy, CONNECTIONS, rate, seconds);
    if (result.failures() > 0) {
      throw new IllegalStateException(proxy.name() + " at " + rate + "/s: " + result.errors());
    }
    return result;
  }
}
