package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty reload}: as the signal HUP, but reports the result. */
@Command(
    name = "reload",
    description = "Reload the configuration of the running Porty, and print what has changed")
final class ReloadCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    spec.commandLine().getOut().print("porty: " + client.execute("POST", "/reload"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
