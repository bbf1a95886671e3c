package io.porty.cli;

import io.porty.engine.ClassPreloader;
import picocli.CommandLine;

/** Makes the commands; that which serves knows the console. */
final class Commands implements CommandLine.IFactory {

  private final Console console;
  private final CommandLine.IFactory others = CommandLine.defaultFactory();

  Commands(Console console) {
    this.console = console;
  }

  @Override
  public <K> K create(Class<K> command) throws Exception {
    return command == StartCommand.class
        ? command.cast(new StartCommand(ClassPreloader.none(), console))
        : others.create(command);
  }
}
