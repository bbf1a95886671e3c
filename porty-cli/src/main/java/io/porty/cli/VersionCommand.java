package io.porty.cli;

import io.porty.engine.Porty;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty version}: prints the versions of Porty and Java. */
@Command(name = "version", description = "Print the version of Porty and of Java")
final class VersionCommand implements Callable<Integer>, IVersionProvider {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(getVersion()[0]);
    return 0;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"porty " + Porty.version() + " (Java " + Runtime.version() + ")"};
  }
}
