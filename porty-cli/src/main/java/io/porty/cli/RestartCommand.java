package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty restart}: as the signal USR2, but reports the result. */
@Command(
    name = "restart",
    description =
        "Replace the running Porty by a new process, without refusing or dropping a connection")
final class RestartCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    spec.commandLine().getOut().print("porty: " + client.execute("POST", "/restart"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
