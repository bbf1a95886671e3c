package io.porty.cli;

import io.porty.engine.ConfigInspector;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty check}: validates the configuration without starting. */
@Command(
    name = "check",
    description = "Check the configuration and the plugins, and report all errors")
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--effective",
      description =
          "Print every key with its value and the source of the value; secrets are masked")
  private boolean effective;

  @Override
  public Integer call() throws Exception {
    for (String warning : ConfigInspector.check(config.engineOptions())) {
      spec.commandLine().getErr().println("porty: warning: " + warning);
    }
    if (effective) {
      spec.commandLine().getOut().print(ConfigInspector.effective(config.engineOptions()));
      spec.commandLine().getOut().flush();
      return 0;
    }
    String checked =
        config.file().map(Path::toString).orElse("no configuration file; the defaults");
    spec.commandLine()
        .getOut()
        .println("porty: " + checked + (config.file().isPresent() ? " is fine" : " are fine"));
    return 0;
  }
}
