package io.porty.bench.soak;

import io.porty.bench.Ports;
import io.porty.bench.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * {@code Soak PORTY-FOLDER SECONDS [tls]}: prints memory, threads and descriptors as they go, and
 * in the end, when all is quiet again, whether anything was left behind. Linux only: it reads
 * /proc.
 */
public final class Soak {

  private static final int CLIENTS = 16;
  private static final int ROWS = 10;

  /** Longer than Porty keeps idle backend connections. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  /** Listeners, event loops and files; a leak of one in a thousand would be far above. */
  private static final int SPARE_DESCRIPTORS = 4;

  private record Sample(double megabytes, long threads, long descriptors) {
    static Sample of(ProcessHandle process) throws IOException {
      Path folder = Path.of("/proc", Long.toString(process.pid()));
      return new Sample(
          ProcessUse.of(process).residentMegabytes(),
          count(folder.resolve("task")),
          count(folder.resolve("fd")));
    }

    private static long count(Path folder) throws IOException {
      try (Stream<Path> all = Files.list(folder)) {
        return all.count();
      }
    }
  }

  private Soak() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean isTls = arguments.length == 3 && arguments[2].equals("tls");
    if (arguments.length != 2 && !isTls) {
      System.err.println("usage: bench/soak [SECONDS [tls]]");
      System.exit(2);
    }
    int seconds = Integer.parseInt(arguments[1]);
    Path config = Files.createTempFile("porty-soak", ".toml");
    try (Traffic traffic = isTls ? new TlsTraffic() : new MixedTraffic()) {
      int[] ports = Ports.free(traffic.ports());
      Files.writeString(config, traffic.configuration(ports));
      Process porty =
          new ProcessBuilder(arguments[0] + "/bin/porty", "start", "--config", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean well;
      try {
        Ports.awaitServed(porty, "porty", ports[0]);
        well = soak(porty, ports, traffic, seconds);
      } finally {
        porty.destroy();
        if (!porty.waitFor(15, TimeUnit.SECONDS)) {
          porty.destroyForcibly();
        }
        Files.deleteIfExists(config);
      }
      traffic.close();
      System.exit(well ? 0 : 1);
    }
  }

  private static boolean soak(Process porty, int[] ports, Traffic traffic, int seconds)
      throws IOException, InterruptedException {
    Thread.sleep(1000);
    Sample before = Sample.of(porty.toHandle());
    AtomicBoolean over = new AtomicBoolean();
    LongAdder done = new LongAdder();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Thread client = new Thread(traffic.client(ports, over, done), "soak");
      client.start();
      clients.add(client);
    }
    List<Sample> samples = new ArrayList<>();
    System.out.println("| seconds | connections | RSS MB | threads | descriptors |");
    System.out.println("|---|---|---|---|---|");
    for (int row = 1; row <= ROWS; row++) {
      Thread.sleep(seconds * 1000L / ROWS);
      Sample sample = Sample.of(porty.toHandle());
      samples.add(sample);
      print(row * seconds / ROWS, done.sum(), sample);
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    Thread.sleep(QUIET.toMillis());
    Sample after = Sample.of(porty.toHandle());
    print(seconds + (int) QUIET.toSeconds(), done.sum(), after);
    boolean flat = verdict(before, samples, after);
    if (!traffic.counts().isEmpty()) {
      System.out.println(traffic.counts());
    }
    return flat && traffic.failures() == 0;
  }

  private static void print(int seconds, long done, Sample sample) {
    System.out.printf(
        "| %d | %d | %.1f | %d | %d |%n",
        seconds, done, sample.megabytes(), sample.threads(), sample.descriptors());
  }

  /** Memory is compared from the middle on: before that the compiler is still at work. */
  private static boolean verdict(Sample before, List<Sample> samples, Sample after) {
    double middle = samples.get(ROWS / 2 - 1).megabytes();
    double end = samples.get(ROWS - 1).megabytes();
    boolean descriptors = after.descriptors() <= before.descriptors() + SPARE_DESCRIPTORS;
    boolean memory = end < middle * 1.1 + 4;
    System.out.printf(
        "%ndescriptors %d before, %d after: %s%nmemory %.1f MB in the middle, %.1f MB at the end: %s%n",
        before.descriptors(),
        after.descriptors(),
        descriptors ? "nothing left behind" : "LEAK",
        middle,
        end,
        memory ? "flat" : "GROWS");
    return descriptors && memory;
  }
}
