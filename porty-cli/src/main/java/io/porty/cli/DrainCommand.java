package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty drain}: as TERM, after a wait for load balancers to stop sending traffic. */
@Command(
    name = "drain",
    description =
        "Drain the running Porty: /readyz fails at once, open requests finish, the process exits")
final class DrainCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "Keep serving for this long before the drain, while /readyz fails")
  private int wait;

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    spec.commandLine().getOut().print("porty: " + client.execute("POST", "/drain?wait=" + wait));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
