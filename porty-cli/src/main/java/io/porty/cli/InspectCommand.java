package io.porty.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porty inspect}: prints a page of the running Porty's admin endpoint. */
@Command(
    name = "inspect",
    description = {
      "Print a page of the running Porty's admin endpoint; default: a summary.",
      "Pages: routes, connections, requests, 'requests?only=failed', certificates, config, plugins,",
      "metrics, healthz, readyz, threads"
    })
final class InspectCommand implements Callable<Integer> {

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", defaultValue = "top", paramLabel = "PAGE")
  private String page = "top";

  @Override
  public Integer call() throws Exception {
    String path = page.startsWith("/") ? page : "/" + page;
    spec.commandLine().getOut().print(AdminClient.of(options).execute("GET", path));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
