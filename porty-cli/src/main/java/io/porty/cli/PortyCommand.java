package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The root command. Without a subcommand it starts Porty, as {@code porty start} does. */
@Command(
    name = "porty",
    description = {
      "TCP port forwarder and HTTP reverse proxy. A request may choose its own backend:",
      "  curl 'http://localhost:9090/users?porty_host=api.internal&porty_port=3000'",
      ""
    },
    subcommands = {
      StartCommand.class,
      CheckCommand.class,
      GenerateConfigCommand.class,
      ExplainCommand.class,
      DemoCommand.class,
      ReloadCommand.class,
      RestartCommand.class,
      DrainCommand.class,
      StopCommand.class,
      StatusCommand.class,
      InspectCommand.class,
      TopCommand.class,
      StackCommand.class,
      PluginsCommand.class,
      CertCommand.class,
      TrustCommand.class,
      SignCommand.class,
      BenchCommand.class,
      ArchiveCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    versionProvider = VersionCommand.class,
    footer = {
      "",
      "Exit codes: 0 success, 1 failed while running, 2 wrong usage, configuration or plugin, 3 address in use"
    })
final class PortyCommand implements Callable<Integer> {

  private final Console console;

  PortyCommand(Console console) {
    this.console = console;
  }

  @Mixin private StartOptions options = new StartOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version")
  private boolean version;

  @Override
  public Integer call() throws Exception {
    return new ServerProcess(options, console).run();
  }

  /** The completion script for bash and zsh, generated from picocli's model of the commands. */
  static String completion(CommandSpec spec) {
    return AutoComplete.bash("porty", spec.root().commandLine());
  }
}
