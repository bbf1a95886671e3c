package io.porty.cli;

import io.porty.engine.HeadStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty start}. */
@Command(name = "start", description = "Start forwarding (the default command)")
final class StartCommand implements Callable<Integer> {

  private final HeadStart ahead;

  StartCommand(HeadStart ahead) {
    this.ahead = ahead;
  }

  /** For the list of commands. */
  StartCommand() {
    this(HeadStart.none());
  }

  @Mixin private StartOptions options = new StartOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    ahead.await();
    return new Serving(options, spec.commandLine().getOut(), spec.commandLine().getErr()).run();
  }
}
