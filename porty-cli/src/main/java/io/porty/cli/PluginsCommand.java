package io.porty.cli;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PluginInfo;
import io.porty.engine.StartException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porty plugins [NAME]}: lists the plugins, or the keys of one offer. */
@Command(
    name = "plugins",
    description =
        "List the plugins and what they provide; with NAME, the keys of that mode, router or log")
final class PluginsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A mode, router, listener or access log")
  private @Nullable String name;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<PluginInfo> plugins = ConfigInspector.plugins(Home.plugins());
    if (name == null) {
      plugins.forEach(plugin -> list(out, plugin));
      return 0;
    }
    List<PluginInfo.Offer> found =
        plugins.stream()
            .flatMap(p -> p.offers().stream())
            .filter(o -> o.name().equals(name))
            .toList();
    if (found.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("porty: no plugin offers \"" + name + "\"; porty plugins lists all names");
      return StartException.CONFIGURATION;
    }
    found.forEach(offer -> describe(out, offer));
    return 0;
  }

  private static void list(PrintWriter out, PluginInfo plugin) {
    out.println(
        plugin.className()
            + " "
            + plugin.version()
            + ", API "
            + plugin.apiLevel()
            + "  ("
            + plugin.origin()
            + ")");
    plugin
        .offers()
        .forEach(
            o ->
                out.println(
                    "  "
                        + o.kind()
                        + " \""
                        + o.name()
                        + "\""
                        + (o.keys().isEmpty()
                            ? ""
                            : ", " + o.keys().size() + (o.keys().size() == 1 ? " key" : " keys"))));
  }

  private static void describe(PrintWriter out, PluginInfo.Offer offer) {
    out.println(
        offer.kind() + " \"" + offer.name() + "\"" + (offer.keys().isEmpty() ? ": no keys" : ""));
    keys(out, "  ", offer.keys());
  }

  private static void keys(PrintWriter out, String indent, List<PluginInfo.KeyInfo> keys) {
    for (PluginInfo.KeyInfo key : keys) {
      String value = key.columns().isEmpty() ? " = " + key.defaultValue() : "";
      out.println(indent + key.name() + value + "  (" + key.type() + ")");
      out.println(indent + "    " + key.documentation());
      keys(out, indent + "    ", key.columns());
    }
  }
}
