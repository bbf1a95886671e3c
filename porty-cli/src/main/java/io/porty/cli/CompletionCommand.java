package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty completion}. */
@Command(
    name = "completion",
    description = "Print a completion script for bash and zsh: source <(porty completion)")
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(PortyCommand.completion(spec));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
