package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouterFactory;
import io.porty.api.tls.CertificateSourceFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Generates the key reference, a page in Markdown, from the keys' declarations. */
public final class KeyReference {

  private static final String HEAD =
      """
      # Configuration reference

      ```
      bin/porty generate-config --reference
      ```

      Every key with its type, default and description. This page is the output of the command above, which also lists the keys of your plugins. [Configuration](configuration.md) explains tables, listeners, reloads and secrets.

      A key without a default is optional, unless it is marked as required. Each secret key has a variant that ends in `_file`, with the path of a file that contains the secret.
      """;

  /**
   * Writes the page.
   *
   * @param catalog the plugins whose keys it has
   */
  public static String write(PluginCatalog catalog) {
    StringBuilder out = new StringBuilder(HEAD);
    section(out, "Global keys", "At the top of the file.", GlobalKeys.ALL);
    section(out, "`[admin]`", "The admin endpoint.", AdminConfig.KEYS);
    section(out, "`[[listeners]]`", "A listener, which routes name.", withTls(ListenerKeys.ALL));
    section(out, "`[[routes]]`", "A route, in any mode.", withTls(RouteKeys.ALL));
    plugin(
        out,
        "TLS",
        "listeners.tls",
        "Of a listener; `[routes.tls]` or `tls = { ... }` for a route.",
        TlsKeys.ALL);
    plugin(
        out,
        "TLS",
        "routes.upstream_tls",
        "Towards backends, for targets with `https://` or `tls://`.",
        UpstreamTlsKeys.ALL);
    for (PluginCatalog.Offer offer : catalog.certificateSources().loaded()) {
      CertificateSourceFactory source = (CertificateSourceFactory) offer.factory();
      String when = "At the top of the file, for routes with `tls = \"" + source.name() + "\"`.";
      plugin(out, "Certificate source", source.name(), when, source.keys());
    }
    for (ModeFactory mode : sorted(catalog.modes().values(), ModeFactory::name)) {
      String name = "mode = \"" + mode.name() + "\"";
      section(out, "Routes with `" + name + "`", "In `[[routes]]`.", mode.keys());
      section(
          out,
          "Listeners with `" + name + "`",
          "In `[[listeners]]`, or in a route without `listener`.",
          mode.listenerKeys());
    }
    for (RouterFactory<?> router : sorted(catalog.routers().values(), RouterFactory::name)) {
      String when = "For routes with `\"" + router.name() + "\"` in `routers`.";
      plugin(out, "Router", "routes." + router.name(), when, router.keys());
    }
    for (ListenerFactory kind : sorted(catalog.listeners().values(), ListenerFactory::name)) {
      String when =
          "For listeners of kind `\""
              + kind.name()
              + "\"`; `[routes."
              + kind.name()
              + "]` for a route without `listener`.";
      plugin(out, "Listener", "listeners." + kind.name(), when, kind.keys());
    }
    for (AccessLogFactory log : sorted(catalog.accessLogs().values(), AccessLogFactory::name)) {
      String when =
          "For routes with `\""
              + log.name()
              + "\"` in `log_format`; `["
              + log.name()
              + "]` at the top of the file for all routes.";
      plugin(out, "Access log", "routes." + log.name(), when, LogKeys.with(log.keys()));
    }
    return out.toString();
  }

  /** The key {@code tls} is a table or a value, so that it is none of the keys that are read. */
  private static List<Key<?>> withTls(List<Key<?>> keys) {
    List<Key<?>> all = new ArrayList<>(keys);
    all.add(TlsKeys.WORD);
    return all;
  }

  private static <F> List<? extends F> sorted(
      Collection<? extends F> factories, Function<F, String> name) {
    Comparator<F> byName = Comparator.comparing(name);
    return factories.stream().sorted(byName).toList();
  }

  private static void plugin(
      StringBuilder out, String kind, String table, String when, List<Key<?>> keys) {
    List<Key<?>> simple = keys.stream().filter(key -> key.columns().isEmpty()).toList();
    section(out, kind + " `[" + table + "]`", when, simple);
    for (Key<?> rows : keys) {
      if (!rows.columns().isEmpty()) {
        String name = table + "." + rows.name();
        section(
            out, kind + " `[[" + name + "]]`", when + " " + rows.documentation(), rows.columns());
      }
    }
  }

  private static void section(StringBuilder out, String title, String when, List<Key<?>> keys) {
    if (keys.isEmpty()) {
      return;
    }
    out.append("\n## ").append(title).append("\n\n").append(when);
    out.append("\n\n| key | type | default | |\n|---|---|---|---|\n");
    for (Key<?> key : keys) {
      out.append("| `")
          .append(key.name())
          .append("` | ")
          .append(cell(key == TlsKeys.WORD ? "a table, text or true" : key.type()))
          .append(" | ")
          .append(defaultOf(key))
          .append(" | ")
          .append(cell(key.documentation()))
          .append(" |\n");
    }
  }

  private static String defaultOf(Key<?> key) {
    if (key.isRequired()) {
      return "required";
    }
    return key.defaultValue().map(value -> "`" + SampleConfig.toml(value) + "`").orElse("");
  }

  /** Text of a table cell: a bar would end it. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private KeyReference() {}
}
