package io.porty.cli;

import io.porty.engine.StartException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty stop}: TERM by a pid file, or drain by the admin endpoint, and wait for the end. */
@Command(
    name = "stop",
    description = {
      "Have the running Porty finish what it serves, and end; returns when it has.",
      "Found by its pid file, or else by its admin endpoint"
    })
final class StopCommand implements Callable<Integer> {

  private static final long LOOK_MILLIS = 100;

  @Mixin private RunningOption running = new RunningOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "For how long to wait for its end (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Optional<ProcessHandle> process = running.process();
    if (process.isPresent()) {
      process.get().destroy();
      awaitEnd(process.get());
      out.println("porty: stopped process " + process.get().pid());
      return 0;
    }
    AdminClient admin = running.admin();
    admin.demand("POST", "/drain");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (answers(admin)) {
      if (System.nanoTime() > deadline) {
        throw late();
      }
      Thread.sleep(LOOK_MILLIS);
    }
    out.println("porty: stopped");
    return 0;
  }

  private void awaitEnd(ProcessHandle process) throws Exception {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw late();
    }
  }

  private StartException late() {
    return new StartException(
        StartException.FAILED,
        "still running after " + seconds + " s; a second TERM, or kill -9, ends it at once");
  }

  private static boolean answers(AdminClient admin) {
    try {
      admin.ask("GET", "/readyz");
      return true;
    } catch (StartException e) {
      return false;
    }
  }
}
