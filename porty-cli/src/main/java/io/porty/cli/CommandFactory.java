package io.porty.cli;

import io.porty.engine.ClassPreloader;
import picocli.CommandLine;

/** Instantiates picocli's commands; {@code start} is given the console. */
final class CommandFactory implements CommandLine.IFactory {

  private final Console console;
  private final CommandLine.IFactory defaults = CommandLine.defaultFactory();

  CommandFactory(Console console) {
    this.console = console;
  }

  @Override
  public <K> K create(Class<K> command) throws Exception {
    return command == StartCommand.class
        ? command.cast(new StartCommand(ClassPreloader.none(), console))
        : defaults.create(command);
  }
}
