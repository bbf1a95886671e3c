package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty reload}: as HUP, but it says what came of it. */
@Command(
    name = "reload",
    description = "Have the running Porty read its configuration again, and say what has changed")
final class ReloadCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    spec.commandLine().getOut().print("porty: " + client.demand("POST", "/reload"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
