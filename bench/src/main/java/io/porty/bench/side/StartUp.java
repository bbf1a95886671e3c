package io.porty.bench.side;

import io.porty.bench.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** From exec of {@code bin/porty start} to the first accepted connection. */
final class StartUp implements Experiment {

  private static final int STARTS = 11;

  @Override
  public String code() {
    return "startup";
  }

  @Override
  public String title() {
    return "bin/porty start to the first accepted connection, in ms";
  }

  @Override
  public void run(Bed bed, Meter meter, Report report) throws IOException, InterruptedException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      without.add(once(bed, "off"));
      with.add(once(bed, "on"));
    }
    report.title(title());
    report.head("class archive", "median", "fastest", "slowest");
    for (List<Double> times : List.of(without, with)) {
      Collections.sort(times);
      report.row(
          times == without ? "none: the first start" : "made by the first start",
          Report.number(times.get(STARTS / 2), 0),
          Report.number(times.get(0), 0),
          Report.number(times.get(STARTS - 1), 0));
    }
  }

  private static double once(Bed bed, String archive) throws IOException, InterruptedException {
    int[] ports = Ports.free(2);
    Path file = bed.folder().resolve("start-" + ports[0] + ".toml");
    Files.writeString(file, PeerFiles.porty(ports[0], ports[1], bed.backend()));
    ProcessBuilder builder =
        new ProcessBuilder(
            bed.distribution().resolve("bin/porty").toString(),
            "start",
            "--config",
            file.toString());
    builder.environment().put("PORTY_ARCHIVE", archive);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      while (true) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), ports[0])) {
          return (System.nanoTime() - start) / 1e6;
        } catch (IOException notYet) {
          if (!process.isAlive()) {
            throw new IllegalStateException("porty did not start");
          }
          Thread.sleep(2);
        }
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }
}
