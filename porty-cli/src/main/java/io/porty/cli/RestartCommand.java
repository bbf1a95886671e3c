package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty restart}: as USR2, but it says what came of it. */
@Command(
    name = "restart",
    description =
        "Have a new process take over from the running Porty, without refusing or dropping anybody")
final class RestartCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    spec.commandLine().getOut().print("porty: " + client.demand("POST", "/restart"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
