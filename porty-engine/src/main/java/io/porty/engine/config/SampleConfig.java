package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouterFactory;
import io.porty.api.tls.CertificateSourceFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Generates a commented configuration with every key from the keys' declarations. */
public final class SampleConfig {

  public static String write(PluginCatalog catalog) {
    StringBuilder out = new StringBuilder();
    out.append(
        "# Porty configuration. Every key is shown with its default; remove the # to set it.\n");
    out.append("# Check a file with: porty check --config FILE\n\n");
    keys(out, GlobalKeys.ALL);
    table(
        out,
        "[" + AdminConfig.TABLE + "]",
        "Metrics, a dashboard and commands for the running Porty; enabled by this table",
        AdminConfig.KEYS);
    for (PluginCatalog.Offer offer : catalog.certificateSources().loaded()) {
      CertificateSourceFactory source = (CertificateSourceFactory) offer.factory();
      table(
          out,
          "[" + source.name() + "]",
          "For routes with tls = \"" + source.name() + "\"",
          source.keys());
    }
    listeners(out, catalog);
    table(out, "[listeners.tls]", "TLS of a listener", TlsKeys.ALL);
    out.append(
        "\n# A route. The four keys of listen and target above define the TCP route \"main\".\n[[routes]]\n");
    out.append("name = \"dynamic\"\nlisten_port = 9090\nmode = \"http\"\n\n");
    keys(out, RouteKeys.ALL);
    for (ModeFactory mode : sorted(catalog.modes())) {
      if (!mode.keys().isEmpty()) {
        out.append("\n# Only for mode = \"")
            .append(mode.name())
            .append("\", routers ")
            .append(mode.defaultRouters())
            .append(" unless set\n");
        keys(out, mode.keys());
      }
      if (!mode.listenerKeys().isEmpty()) {
        out.append("\n# For mode = \"")
            .append(mode.name())
            .append("\" without listener: these hold for the route's own address\n");
        keys(out, mode.listenerKeys());
      }
    }
    table(out, "[routes.tls]", "TLS of a route's own address", TlsKeys.ALL);
    table(
        out,
        "[routes.upstream_tls]",
        "Towards backends, for targets with https:// or tls://",
        UpstreamTlsKeys.ALL);
    for (RouterFactory<?> router : sorted(catalog.routers())) {
      table(
          out,
          "[routes." + router.name() + "]",
          "For routes with this router: \"" + router.name() + "\"",
          router.keys());
    }
    for (ListenerFactory listener : sorted(catalog.listeners())) {
      table(
          out,
          "[routes." + listener.name() + "]",
          "For routes without listener, with a listener of kind \"" + listener.name() + "\"",
          listener.keys());
    }
    for (AccessLogFactory log : sorted(catalog.accessLogs())) {
      table(
          out,
          "[routes." + log.name() + "]",
          "For routes with this log_format: \""
              + log.name()
              + "\"; at the top as ["
              + log.name()
              + "] for all routes",
          LogKeys.with(log.keys()));
    }
    return out.toString();
  }

  private static void listeners(StringBuilder out, PluginCatalog catalog) {
    out.append(
        "\n# A listener, for listener = \"public\" in routes. A route without one has its own address.\n# [[listeners]]\n");
    keys(out, ListenerKeys.ALL);
    for (ModeFactory mode : sorted(catalog.modes())) {
      if (!mode.listenerKeys().isEmpty()) {
        out.append("#\n# For routes with mode = \"").append(mode.name()).append("\"\n");
        keys(out, mode.listenerKeys());
      }
    }
    for (ListenerFactory listener : sorted(catalog.listeners())) {
      table(
          out,
          "[listeners." + listener.name() + "]",
          "For listeners of kind \"" + listener.name() + "\"",
          listener.keys());
    }
  }

  private static <T> Collection<T> sorted(Map<String, T> byName) {
    return new TreeMap<>(byName).values();
  }

  /** Writes a table, commented out. */
  private static void table(StringBuilder out, String head, String when, List<Key<?>> keys) {
    if (keys.isEmpty()) {
      return;
    }
    out.append("\n# ").append(when).append("\n# ").append(head).append('\n');
    keys(out, keys.stream().filter(k -> k.columns().isEmpty()).toList());
    for (Key<?> rows : keys) {
      if (!rows.columns().isEmpty()) {
        String name = head.substring(1, head.length() - 1) + "." + rows.name();
        out.append("# ").append(rows.documentation()).append("\n# [[").append(name).append("]]\n");
        keys(out, rows.columns());
      }
    }
  }

  private static void keys(StringBuilder out, List<Key<?>> keys) {
    for (Key<?> key : SecretFile.with(keys)) {
      out.append("# ").append(key.documentation()).append(" (").append(key.type()).append(")\n");
      out.append("# ")
          .append(key.name())
          .append(" = ")
          .append(key.defaultValue().map(SampleConfig::toml).orElse(""))
          .append('\n');
    }
  }

  /** A default value in TOML syntax. */
  public static String toml(Object value) {
    if (value instanceof String || value instanceof Target) {
      return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    if (value instanceof List<?> list) {
      return "[" + String.join(", ", list.stream().map(SampleConfig::toml).toList()) + "]";
    }
    if (value instanceof Duration d) {
      return d.toMillis() % 1000 == 0
          ? Long.toString(d.toSeconds())
          : Double.toString(d.toMillis() / 1000.0);
    }
    if (value instanceof Double d && d == Math.rint(d)) {
      return Long.toString(d.longValue());
    }
    return String.valueOf(value);
  }

  private SampleConfig() {}
}
