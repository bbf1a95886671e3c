package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty drain}: as TERM, after load balancers have had time to look elsewhere. */
@Command(
    name = "drain",
    description =
        "Have the running Porty finish what it serves, and end; its /readyz says no at once")
final class DrainCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Serve so much longer before, for load balancers to notice")
  private int wait;

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    spec.commandLine().getOut().print("porty: " + client.demand("POST", "/drain?wait=" + wait));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
