package io.porty.cli;

import io.porty.engine.ClassPreloader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code porty start}. */
@Command(name = "start", description = "Start forwarding (the default command)")
final class StartCommand implements Callable<Integer> {

  private final ClassPreloader ahead;
  private final Console console;

  StartCommand(ClassPreloader ahead, Console console) {
    this.ahead = ahead;
    this.console = console;
  }

  @Mixin private StartOptions options = new StartOptions();

  @Override
  public Integer call() throws Exception {
    ahead.await();
    return new ServerProcess(options, console).run();
  }
}
