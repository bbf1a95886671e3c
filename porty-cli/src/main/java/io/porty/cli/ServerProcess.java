package io.porty.cli;

import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs a Porty in the foreground: prepare, bind, print the listeners, wait for a signal. */
final class ServerProcess {

  private final StartOptions options;
  private final Console console;

  ServerProcess(StartOptions options, Console console) {
    this.options = options;
    this.console = console;
  }

  /**
   * Runs on the main thread, which then waits: the process ends by its shutdown hook. With {@code
   * --daemon} it returns once the background process serves.
   *
   * @return the exit code
   * @throws StartException if Porty cannot start
   */
  int run() throws StartException, IOException, InterruptedException {
    if (options.daemon) {
      return new Daemon(options, console.out(), console.err()).start();
    }
    PidFile pidFile = options.pidFile == null ? null : PidFile.claim(options.pidFile);
    console.dropWhenBlocked();
    PortyOptions engine =
        options
            .engineOptions(console.traffic())
            .asProcess(System.getenv(), NewProcess.predecessor());
    long readAt = System.currentTimeMillis();
    Porty porty = Porty.prepare(engine);
    try {
      porty.start();
    } catch (StartException e) {
      porty.close();
      throw e;
    }
    new ShutdownHook(porty, pidFile, console).begin();
    new ServerControl(porty, options, console.out(), console.err()).begin(readAt);
    if (pidFile != null) {
      pidFile.write();
    }
    announce(porty, console.out(), console.err());
    new CountDownLatch(1).await();
    return 0;
  }

  private void announce(Porty porty, PrintWriter out, PrintWriter err) {
    porty.warnings().forEach(warning -> err.println("porty: warning: " + warning));
    out.println("porty: transport " + porty.transport());
    porty.describe().forEach(line -> out.println("porty: " + line));
    if (options.tls) {
      LocalHttps.lines(porty.addresses().get(0).getPort()).forEach(out::println);
    }
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
}
