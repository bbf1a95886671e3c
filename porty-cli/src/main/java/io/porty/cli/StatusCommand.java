package io.porty.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty status}: exit code 0 if Porty runs and accepts traffic, else 1. */
@Command(
    name = "status",
    description = "Print whether Porty runs; exit code 0 if so, 1 if it does not or is draining")
final class StatusCommand implements Callable<Integer> {

  private static final int OK = 200;

  @Mixin private RunningOption running = new RunningOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Optional<ProcessHandle> process = running.process();
    if (process.isPresent()) {
      spec.commandLine().getOut().println("porty: running as process " + process.get().pid());
      return 0;
    }
    AdminClient.Reply reply = running.admin().send("GET", "/readyz");
    spec.commandLine().getOut().println("porty: running, " + reply.body().strip());
    return reply.status() == OK ? 0 : 1;
  }
}
