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

/**
 * {@code porty stop}: sends TERM to the process of the pid file, or drains by the admin endpoint,
 * and waits until the process has exited.
 */
@Command(
    name = "stop",
    description = {
      "Stop the running Porty: open requests finish, the process exits; returns when it has.",
      "Finds the process by its pid file, else by its admin endpoint"
    })
final class StopCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 100;

  @Mixin private RunningOption running = new RunningOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Time limit of the wait (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Optional<ProcessHandle> process = running.process();
    if (process.isPresent()) {
      process.get().destroy();
      awaitExit(process.get());
      out.println("porty: stopped process " + process.get().pid());
      return 0;
    }
    AdminClient admin = running.admin();
    admin.execute("POST", "/drain");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (responds(admin)) {
      if (System.nanoTime() > deadline) {
        throw timeout();
      }
      Thread.sleep(POLL_MILLIS);
    }
    out.println("porty: stopped");
    return 0;
  }

  private void awaitExit(ProcessHandle process) throws Exception {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw timeout();
    }
  }

  private StartException timeout() {
    return new StartException(
        StartException.FAILED,
        "still running after " + seconds + " s; a second TERM, or kill -9, ends it immediately");
  }

  private static boolean responds(AdminClient admin) {
    try {
      admin.send("GET", "/readyz");
      return true;
    } catch (StartException e) {
      return false;
    }
  }
}
