package io.porty.cli;

import io.porty.engine.CertificateReport;
import io.porty.engine.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porty cert}: the certificates of the running Porty, or those in files. */
@Command(
    name = "cert",
    description = {
      "List the certificates of the running Porty; with FILE, show and check PEM files.",
      "Exit code 1 if a file has an error."
    },
    subcommands = CertNewCommand.class,
    footer = {"", "Example: porty cert shop.pem shop.key"})
final class CertCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "A certificate; its key is in it, or in the file behind it")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (files.isEmpty()) {
      out.print(AdminClient.of(options).execute("GET", "/certificates?format=text"));
      out.flush();
      return 0;
    }
    boolean failed = false;
    for (CertificateReport report : CertificateReport.of(files, Instant.now())) {
      report.lines().forEach(out::println);
      failed |= report.hasErrors();
    }
    out.flush();
    return failed ? StartException.FAILED : 0;
  }
}
