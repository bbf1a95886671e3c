package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How cost grows with the hosts of one port. */
final class HostSweep implements Experiment {

  private static final int[] POINTS = {10, 100, 1000, 10_000, 100_000};

  /** More than this as routes of their own would ask for another heap. */
  private static final int MAX_ROUTES = 10_000;

  @Override
  public String code() {
    return "hosts";
  }

  @Override
  public String title() {
    return "Hosts on one port, 10 to 10,000 as routes of their own, 100,000 as one route, 64 connections";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    report.title(title());
    report.head("hosts", "requests/s", "CPU µs/request", "RSS MB");
    for (int hosts : POINTS) {
      int port = Ports.free(1)[0];
      Proxy porty = bed.porty("porty-hosts", configuration(port, hosts, bed.backend()), port, "/");
      Figures figures =
          meter
              .measure(
                  List.of(porty),
                  new Scenario.Load(
                      64, "/", List.of("-H", "Host: host" + (hosts - 1) + ".example")))
              .get(porty);
      report.row(
          Report.number(hosts, 0),
          Report.number(figures.perSecond(), 0),
          Report.number(figures.cpu(), 1),
          Report.number(figures.megabytes(), 0));
    }
  }

  private static String configuration(int port, int hosts, int backend) {
    StringBuilder toml =
        new StringBuilder("event_loops = 1\nlog_requests = false\nmax_connections = 1000\n");
    if (hosts > MAX_ROUTES) {
      String names =
          IntStream.range(0, hosts)
              .mapToObj(i -> "\"host" + i + ".example\"")
              .collect(Collectors.joining(",\n"));
      return toml.append("[[routes]]\nname = \"many\"\nmode = \"http\"\nlisten = \"127.0.0.1:")
          .append(port)
          .append("\"\ntarget = \"127.0.0.1:")
          .append(backend)
          .append("\"\nhost = [\n")
          .append(names)
          .append("]\n")
          .toString();
    }
    for (int i = 0; i < hosts; i++) {
      toml.append(
          """
          [[routes]]
          name = "r%1$d"
          listen_addr = "127.0.0.1"
          listen_port = %2$d
          mode = "http"
          host = "host%1$d.example"
          target_addr = "127.0.0.1"
          target_port = %3$d
          """
              .formatted(i, port, backend));
    }
    return toml.toString();
  }
}
