package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The three configurations of the performance page. */
final class TunedConfigurations implements Experiment {

  @Override
  public String code() {
    return "tuned";
  }

  @Override
  public String title() {
    return "The configurations for throughput, latency and memory, 64 connections";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    List<Proxy> proxies = new ArrayList<>();
    proxies.add(tuned(bed, "throughput", 64, "none", "timeout_seconds = 5\nmax_retries = 1\n"));
    proxies.add(tuned(bed, "latency", 4, "basic", "timeout_seconds = 1\nmax_retries = 0\n"));
    proxies.add(tuned(bed, "memory", 2, "none", ""));
    report.title(title());
    report.sideBySide(meter.measure(proxies, new Scenario.Load(64, "/", List.of())));
  }

  private static Proxy tuned(Bed bed, String name, int buffer, String level, String further)
      throws IOException, InterruptedException {
    int port = Ports.free(1)[0];
    String toml =
        "buffer_size_kb = "
            + buffer
            + "\n"
            + PeerFiles.portyHttp(port)
            + "log_level = \""
            + level
            + "\"\n"
            + further;
    return bed.porty("porty-" + name, toml, port, Bed.dynamic(bed.backend()));
  }
}
