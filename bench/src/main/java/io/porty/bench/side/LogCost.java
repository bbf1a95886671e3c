package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Everybody with a log of each request, to a file. */
final class LogCost implements Experiment {

  @Override
  public String code() {
    return "log";
  }

  @Override
  public String title() {
    return "Small replies over HTTP, 64 connections, each request logged to a file";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    int port = Ports.free(1)[0];
    String toml =
        PeerFiles.portyHttp(port)
            + "log_level = \"basic\"\nlog_output = \""
            + bed.folder().resolve("traffic.log")
            + "\"\n";
    List<Proxy> proxies = new ArrayList<>();
    proxies.add(bed.porty("porty-http-log", toml, port, Bed.dynamic(bed.backend())));
    bed.peers(bed.backend(), "-log", true).stream()
        .filter(peer -> peer.name().contains("http"))
        .forEach(proxies::add);
    report.title(title());
    report.sideBySide(meter.measure(proxies, new Scenario.Load(64, "/", List.of())));
  }
}
