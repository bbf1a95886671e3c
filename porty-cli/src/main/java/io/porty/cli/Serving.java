package io.porty.cli;

import io.porty.engine.HeldThreads;
import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.engine.Stopped;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A Porty from start to signal: prepare, bind, say so, wait for TERM or INT, drain. */
final class Serving {

  /** Beyond what Porty itself may take: shutdown hooks of plugins, standard output that is full. */
  private static final Duration HALT_AFTER = Duration.ofSeconds(2);

  private final StartOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  Serving(StartOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  int run() throws StartException, IOException, InterruptedException {
    if (options.daemon) {
      return new Daemon(options, out, err).start();
    }
    PortyOptions engine =
        options.engineOptions().asProcess(System.getenv(), Successor.predecessor());
    Porty porty = Porty.prepare(engine);
    try {
      porty.start();
    } catch (StartException e) {
      porty.close();
      throw e;
    }
    stopOnSignal(porty, options.pidFile);
    new Operating(porty, options, out, err).begin();
    // Whoever finds it may send signals.
    writePid();
    announce(porty);
    new CountDownLatch(1).await();
    return 0;
  }

  private void announce(Porty porty) {
    if (options.configFile().isEmpty() && options.engineOptions().globals().isEmpty()) {
      err.println(
          "porty: no configuration found, using defaults; write one with: porty generate-config > config.toml");
    }
    porty.warnings().forEach(warning -> err.println("porty: warning: " + warning));
    out.println("porty: transport " + porty.transport());
    porty.describe().forEach(line -> out.println("porty: " + line));
    if (options.verbose) {
      out.println(
          "porty: version "
              + Porty.version()
              + ", configuration "
              + options.configFile().map(Path::toString).orElse("none")
              + ", Java "
              + Runtime.version()
              + ", process "
              + ProcessHandle.current().pid());
    }
  }

  private void writePid() throws IOException {
    if (options.pidFile != null) {
      Files.writeString(options.pidFile, ProcessHandle.current().pid() + "\n");
    }
  }

  /**
   * The JVM runs its shutdown hook on TERM and INT; the hook drains, and the process ends when it
   * returns.
   */
  private void stopOnSignal(Porty porty, @Nullable Path pidFile) {
    Thread hook = new Thread(() -> stop(porty, pidFile), "porty-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A successor has written its own number there. */
  private static void removeOwn(Path pidFile) throws IOException {
    String own = Long.toString(ProcessHandle.current().pid());
    if (Files.exists(pidFile) && Files.readString(pidFile).trim().equals(own)) {
      Files.delete(pidFile);
    }
  }

  private void stop(Porty porty, @Nullable Path pidFile) {
    ExitWatch watch = new ExitWatch(err);
    watch.haltAfter(porty.stopLimit().plus(HALT_AFTER));
    HeldThreads.exits().forEach(line -> err.println("porty: " + line));
    int open = porty.openConnections();
    if (open > 0) {
      out.println("porty: stopping, " + open + " connections may finish");
    }
    Stopped stopped = porty.shutDown();
    int cut = stopped.cut();
    out.println(cut == 0 ? "porty: stopped" : "porty: stopped, " + cut + " connections were cut");
    out.flush();
    if (pidFile != null) {
      try {
        removeOwn(pidFile);
      } catch (IOException e) {
        err.println("porty: cannot remove " + pidFile + ": " + e.getMessage());
      }
    }
    if (!stopped.late().isEmpty()) {
      List<String> why = new ArrayList<>(HeldThreads.ofPorty());
      why.add("did not end in time: " + String.join("; ", stopped.late()));
      watch.halt(why);
    }
  }
}
