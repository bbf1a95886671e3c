package io.porty.cli;

import io.porty.api.Key;
import io.porty.api.Scheme;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.LinkSignature;
import io.porty.engine.ConfigInspector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porty sign URL --to host:port}: signs a link for the router {@code signed}. */
@Command(
    name = "sign",
    description = "Sign a link to a backend, for routes with the router \"signed\"",
    footer = {
      "",
      "Example: porty sign http://localhost:9090/users?id=7 --to api.internal:3000 --for 3600"
    })
final class SignCommand implements Callable<Integer> {

  private static final Key<String> ID = Key.string("id", null, "");
  private static final Key<String> SECRET = Key.secret("secret", "");
  private static final Key<List<Settings>> KEYS = Key.tables("keys", List.of(ID, SECRET), "");

  @Mixin private ConfigOption config = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "URL", description = "The link without its backend")
  private String url = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The backend of the link")
  private String to = "";

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "Validity of the link (default: ${DEFAULT-VALUE})")
  private long seconds;

  @Option(
      names = "--route",
      paramLabel = "NAME",
      description = "The route whose keys to use; required if several routes have the router")
  private @Nullable String route;

  @Option(
      names = "--key",
      paramLabel = "ID",
      description = "The key to sign with (default: the last one of the route)")
  private @Nullable String keyId;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      split = ",",
      description = "A permitted method; may be repeated or separated by commas (default: any)")
  private List<String> methods = List.of();

  @Option(
      names = "--path",
      paramLabel = "PREFIX",
      description = "The permitted path and everything below it (default: any)")
  private String path = "";

  @Override
  public Integer call() throws Exception {
    Target target = target();
    if (seconds < 1) {
      throw problem("--for is " + seconds + "; expected 1 second or more");
    }
    long expires = System.currentTimeMillis() / 1000 + seconds;
    LinkSignature.Scope scope = new LinkSignature.Scope(String.join(",", methods), path);
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw problem("--path is \"" + path + "\"; expected the beginning of a path such as /users");
    }
    String signature = key().sign(target, expires, scope);
    spec.commandLine()
        .getOut()
        .println(
            link(
                "porty_host="
                    + URLEncoder.encode(target.host(), StandardCharsets.UTF_8)
                    + "&porty_port="
                    + target.port()
                    + (target.scheme().isTls() ? "&porty_scheme=https" : "")
                    + "&porty_exp="
                    + expires
                    + parameter("porty_method", scope.methods())
                    + parameter("porty_path", scope.pathPrefix())
                    + "&porty_sig="
                    + signature));
    return 0;
  }

  private static String parameter(String name, String value) {
    return value.isEmpty()
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private Target target() {
    try {
      Target target = Target.parse(to);
      if (!target.isUnix() && target.scheme() != Scheme.TLS) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw problem("--to is \"" + to + "\"; expected host:port or https://host:port");
  }

  /** The URL with parameters appended to its query, before any fragment. */
  private String link(String parameters) {
    int hash = url.indexOf('#');
    String before = hash < 0 ? url : url.substring(0, hash);
    String fragment = hash < 0 ? "" : url.substring(hash);
    int queryStart = before.indexOf('?');
    String separator = queryStart < 0 ? "?" : queryStart == before.length() - 1 ? "" : "&";
    return before + separator + parameters + fragment;
  }

  private LinkSignature key() throws Exception {
    Map<String, Settings> routes = ConfigInspector.routerSettings(config.engineOptions(), "signed");
    if (routes.isEmpty()) {
      throw problem("no route has the router \"signed\"; see docs/routing.md");
    }
    if (route == null && routes.size() > 1) {
      throw problem(
          "several routes have the router \"signed\"; choose one with --route: " + routes.keySet());
    }
    Settings settings = route == null ? routes.values().iterator().next() : routes.get(route);
    if (settings == null) {
      throw problem(
          "no route \""
              + route
              + "\" with the router \"signed\"; those with it are "
              + routes.keySet());
    }
    LinkSignature found = null;
    for (Settings key : settings.get(KEYS)) {
      if (keyId == null || key.get(ID).equals(keyId)) {
        found = new LinkSignature(key.get(ID), key.get(SECRET));
      }
    }
    if (found == null) {
      throw problem("the route has no key \"" + keyId + "\"");
    }
    return found;
  }

  private ParameterException problem(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
