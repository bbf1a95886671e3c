package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty start}. */
@Command(name = "start", description = "Start forwarding (the default command)")
final class StartCommand implements Callable<Integer> {

  @Mixin private StartOptions options = new StartOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    return new Serving(options, spec.commandLine().getOut(), spec.commandLine().getErr()).run();
  }
}
