package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty stack}: prints a thread dump of the running Porty. */
@Command(name = "stack", description = "Print the stack trace of every thread of the running Porty")
final class StackCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    spec.commandLine().getOut().print(AdminClient.of(options).execute("GET", "/threads"));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
