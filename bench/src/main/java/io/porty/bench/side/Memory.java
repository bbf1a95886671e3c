package io.porty.bench.side;

import io.porty.bench.Ports;
import io.porty.bench.ProcessUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Resident memory: idle, with 1,000 busy connections, and of each further idle one. */
final class Memory implements Experiment {

  private static final int IDLE_CONNECTIONS = 4000;
  private static final long SETTLE_MILLIS = 9000;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String code() {
    return "memory";
  }

  @Override
  public String title() {
    return "Resident memory in MB";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    report.title(title());
    report.head("what", "MB");
    for (String mode : List.of("tcp", "http")) {
      int[] ports = Ports.free(2);
      Proxy porty =
          bed.porty("porty", PeerFiles.porty(ports[0], ports[1], bed.backend()), ports[0], "");
      Thread.sleep(SETTLE_MILLIS);
      if (mode.equals("tcp")) {
        report.row("idle", megabytes(porty));
      }
      Proxy loaded =
          new Proxy(
              mode,
              mode.equals("tcp") ? ports[0] : ports[1],
              mode.equals("tcp") ? "/" : Bed.dynamic(bed.backend()),
              porty.process(),
              List.of());
      meter.measure(List.of(loaded), new Scenario.Load(1000, "/", List.of()));
      report.row("after 1,000 busy connections, " + mode, megabytes(porty));
      report.row(
          "each further idle connection, " + mode + ", KB", Report.number(each(loaded, mode), 1));
    }
  }

  private static String megabytes(Proxy porty) {
    return Report.number(ProcessUse.of(porty.process()).residentMegabytes(), 0);
  }

  /** Clients that have had an answer and stay; over HTTP an error is an answer too. */
  private static double each(Proxy porty, String mode) throws IOException, InterruptedException {
    double before = ProcessUse.of(porty.process()).residentMegabytes();
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE_CONNECTIONS; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), porty.port());
        clients.add(client);
        client.getOutputStream().write(REQUEST);
        client.getInputStream().read(new byte[4096]);
      }
      Thread.sleep(2000);
      double after = ProcessUse.of(porty.process()).residentMegabytes();
      return (after - before) * 1024 / IDLE_CONNECTIONS;
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
