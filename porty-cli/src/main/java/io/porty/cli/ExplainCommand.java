package io.porty.cli;

import io.porty.engine.Explanation;
import io.porty.engine.Porty;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porty explain URL}: shows how the routers of a configuration decide about a request. */
@Command(
    name = "explain",
    description = "Show which route and target a request would take, and why; nothing is sent",
    footer = {
      "",
      "Example: porty explain 'http://localhost:9090/users?porty_host=127.0.0.1&porty_port=3000'"
    })
final class ExplainCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "URL", description = "URL as for curl; its port selects the listener")
  private String url = "";

  @Option(
      names = {"-X", "--request"},
      paramLabel = "METHOD",
      defaultValue = "GET",
      description = "The method (default: ${DEFAULT-VALUE})")
  private String method = "GET";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'Name: value'",
      description = "A header, as for curl; Host too")
  private List<String> headers = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    URI uri = parsed();
    Map<String, List<String>> fields = fields();
    int port = uri.getPort() > 0 ? uri.getPort() : 80;
    String authority =
        fields.containsKey("host") ? fields.get("host").get(0) : uri.getRawAuthority();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    try (Porty porty = Porty.prepare(config.engineOptions())) {
      Explanation explanation = porty.explain(port, method, authority, target, fields);
      out.println(method + " " + target + " for " + authority + " on port " + port);
      out.println("  route:  " + explanation.route());
      explanation
          .steps()
          .forEach(
              step -> {
                out.println("  router " + step.router() + ": " + step.answer());
                step.settings().forEach(line -> out.println("      " + line));
              });
      out.println("  result: " + explanation.result());
    }
    return 0;
  }

  private URI parsed() {
    String full = url.contains("://") ? url : "http://" + url;
    try {
      URI uri = new URI(full);
      if (uri.getRawAuthority() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "\"" + url + "\" is not a URL: " + e.getReason());
    }
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "\"" + url + "\" has no host");
  }

  private Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new picocli.CommandLine.ParameterException(
            spec.commandLine(), "\"" + header + "\" is not a header; write 'Name: value'");
      }
      String name = header.substring(0, colon).trim().toLowerCase(Locale.ROOT);
      fields.computeIfAbsent(name, n -> new ArrayList<>()).add(header.substring(colon + 1).trim());
    }
    return fields;
  }
}
