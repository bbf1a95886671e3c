package io.porty.cli;

import io.porty.engine.ClassPreloader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code porty start}: runs Porty until a signal ends it. */
@Command(name = "start", description = "Start forwarding (the default command)")
final class StartCommand implements Callable<Integer> {

  private final ClassPreloader preloader;
  private final Console console;

  StartCommand(ClassPreloader preloader, Console console) {
    this.preloader = preloader;
    this.console = console;
  }

  @Mixin private StartOptions options = new StartOptions();

  @Override
  public Integer call() throws Exception {
    preloader.await();
    return new ServerProcess(options, console).run();
  }
}
