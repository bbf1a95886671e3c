package io.porty.cli;

import io.porty.engine.ConfigInspector;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty generate-config}: prints a commented sample configuration. */
@Command(
    name = "generate-config",
    description = "Print a configuration with every key, its default and its description")
final class GenerateConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Override
  public Integer call() throws Exception {
    spec.commandLine().getOut().print(ConfigInspector.sampleConfig(Home.plugins()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
