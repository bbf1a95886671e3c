package io.porty.cli;

import io.porty.engine.LocalAuthorityInspector;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty cert new}: a certificate of the local CA with its key, as files. */
@Command(
    name = "new",
    description = "Write a certificate of the local CA and its key, for 30 days",
    footer = {"", "Example: porty cert new --names shop.localhost,localhost --out certs"})
final class CertNewCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--names",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Hosts, wildcards and addresses that it is for")
  private List<String> names = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder of the two files (default: the current one)")
  private Path out = Path.of(".");

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws Exception {
    List<String> stripped = names.stream().map(String::strip).toList();
    List<Path> files = LocalAuthorityInspector.issue(stripped, out);
    spec.commandLine()
        .getOut()
        .println("porty: wrote " + files.get(0) + " and its key " + files.get(1));
    return 0;
  }
}
