package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.util.List;

/** How cost grows with the ports that are listened on. */
final class PortSweep implements Experiment {

  private static final int[] POINTS = {1, 10, 100, 1000};

  @Override
  public String code() {
    return "ports";
  }

  @Override
  public String title() {
    return "HTTP routes on 1 to 1,000 ports, 64 connections to the last one";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    report.title(title());
    report.head("ports", "requests/s", "CPU µs/request", "RSS MB");
    for (int count : POINTS) {
      int[] ports = Ports.free(count);
      int last = ports[count - 1];
      Proxy porty = bed.porty("porty-ports", configuration(ports, bed.backend()), last, "/");
      Figures figures =
          meter.measure(List.of(porty), new Scenario.Load(64, "/", List.of())).get(porty);
      report.row(
          Report.number(count, 0),
          Report.number(figures.perSecond(), 0),
          Report.number(figures.cpu(), 1),
          Report.number(figures.megabytes(), 0));
    }
  }

  private static String configuration(int[] ports, int backend) {
    StringBuilder toml =
        new StringBuilder("event_loops = 1\nlog_requests = false\nmax_connections = 1000\n");
    for (int port : ports) {
      toml.append("[[routes]]\nname = \"r")
          .append(port)
          .append("\"\nmode = \"http\"\nlisten = \"127.0.0.1:")
          .append(port)
          .append("\"\ntarget = \"127.0.0.1:")
          .append(backend)
          .append("\"\n");
    }
    return toml.toString();
  }
}
