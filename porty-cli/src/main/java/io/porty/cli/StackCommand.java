package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty stack}: what every thread of the running Porty does. */
@Command(name = "stack", description = "Print what every thread of the running Porty is doing")
final class StackCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    spec.commandLine().getOut().print(AdminClient.of(options).demand("GET", "/threads"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
