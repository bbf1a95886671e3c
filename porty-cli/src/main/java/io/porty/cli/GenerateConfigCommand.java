package io.porty.cli;

import io.porty.engine.ConfigInspector;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty generate-config}: prints a commented sample configuration, or the key reference. */
@Command(
    name = "generate-config",
    description = "Print a configuration with every key, its default and its description")
final class GenerateConfigCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HelpOption help = new HelpOption();

  @Option(
      names = "--reference",
      description = "Print the key reference instead, as Markdown, with the keys of all plugins")
  private boolean reference;

  @Override
  public Integer call() throws Exception {
    String text =
        reference
            ? ConfigInspector.keyReference(Home.plugins())
            : ConfigInspector.sampleConfig(Home.plugins());
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
