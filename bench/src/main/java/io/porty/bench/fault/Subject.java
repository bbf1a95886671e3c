package io.porty.bench.fault;

import io.porty.bench.Ports;
import io.porty.bench.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Porty that faults are done to. */
final class Subject implements AutoCloseable {

  final int port;
  private final Path folder = Files.createTempDirectory("porty-fault");
  private final Path config = folder.resolve("porty.toml");
  private final Path pidFile = folder.resolve("pid");
  private final String home;
  private final Process first;

  /**
   * @param by what starts it: a program that takes a command
   * @param toml PORT stands for its port, FOLDER for a folder of its own
   */
  Subject(String home, List<String> by, String toml) throws IOException, InterruptedException {
    this.home = home;
    this.port = Ports.free(1)[0];
    write(toml);
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            home + "/bin/porty", "start", "--config", config.toString(), "--pid-file=" + pidFile));
    first =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    Ports.awaitServed(first, "porty", port);
    await(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
  }

  /** Something to wait for. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException;
  }

  static void await(Condition condition) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("waited for 30 s in vain");
      }
      sleep(10);
    }
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void write(String toml) throws IOException {
    Files.writeString(
        config, toml.replace("PORT", Integer.toString(port)).replace("FOLDER", folder.toString()));
  }

  Path folder() {
    return folder;
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("out.log"));
  }

  ProcessHandle process() throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).trim())).orElseThrow();
  }

  /** HUP or USR2. */
  void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process().pid())).inheritIO().start();
  }

  /** Runs {@code porty} with this configuration; answers its exit code. */
  int porty(String command) throws IOException {
    try {
      return new ProcessBuilder(home + "/bin/porty", command, "--config", config.toString())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** What it holds. */
  record Held(long descriptors, long threads, double megabytes) {}

  Held held() throws IOException {
    Path proc = Path.of("/proc", Long.toString(process().pid()));
    return new Held(
        count(proc.resolve("fd")),
        count(proc.resolve("task")),
        ProcessUse.of(process()).residentMegabytes());
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Override
  public void close() throws IOException {
    ProcessHandle last = process();
    last.destroy();
    await(() -> !last.isAlive());
    first.destroy();
  }
}
