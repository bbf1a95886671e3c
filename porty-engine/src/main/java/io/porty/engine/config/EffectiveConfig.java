package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the effective configuration as TOML: every key of Porty and of plugins with its value and
 * the source of the value. Secrets are masked.
 */
public final class EffectiveConfig {

  private static final int COMMENT_COLUMN = 48;

  /** Global keys that describe only the route main. */
  private static final Set<String> NOT_INHERITED =
      Set.of("listen_port", "target_addr", "target_port");

  public static String write(PortyConfig config) {
    StringBuilder out = new StringBuilder();
    globals(out, config);
    if (config.admin().isPresent()) {
      out.append("\n[").append(AdminConfig.TABLE).append("]\n");
      keys(out, ((TomlSettings) config.globals()).table(AdminConfig.TABLE), AdminConfig.KEYS);
    }
    if (config.certificates() != null) {
      for (ConfiguredSource one : config.certificates().certificateSources()) {
        table(out, one.factory().name(), one.settings(), one.factory().keys());
      }
    }
    // A route with several addresses is in several groups.
    Set<String> listeners = new HashSet<>();
    for (VirtualHosts group : config.groups()) {
      ListenerConfig listener = group.listenerConfig();
      if (listener.isNamed() && listeners.add(listener.name())) {
        listener(out, config, group);
      }
    }
    Set<String> written = new HashSet<>();
    for (VirtualHosts group : config.groups()) {
      for (RouteConfig route : group.routes()) {
        if (written.add(route.facts().name())) {
          route(out, config, group, route);
        }
      }
    }
    return out.toString();
  }

  /** Keys that are read only at start keep their value, whatever the file now contains. */
  private static void globals(StringBuilder out, PortyConfig config) {
    for (Key<?> key : GlobalKeys.ALL) {
      Object runs = config.atStart().get(key);
      Object configured = KeyValues.of(config.globals(), key);
      if (runs == null || KeyValues.same(key, runs, configured)) {
        keys(out, config.globals(), List.of(key));
      } else {
        out.append(
                commented(
                    key.name() + " = " + KeyValues.shown(key, runs),
                    "since the start; the file says "
                        + KeyValues.shown(key, configured)
                        + ", which holds after a restart"))
            .append('\n');
      }
    }
  }

  private static void listener(StringBuilder out, PortyConfig config, VirtualHosts group) {
    ListenerConfig listener = group.listenerConfig();
    TomlSettings own = listener.settings();
    out.append("\n[[").append(ListenerTables.LISTENERS).append("]]\n");
    keys(out, own, written(own, ListenerKeys.ALL));
    inherited(out, config, own, ListenerKeys.ALL);
    keys(out, own, group.mode().listenerKeys());
    table(
        out,
        ListenerTables.LISTENERS + "." + listener.kind().name(),
        listener.kindSettings(),
        listener.kind().keys());
    tlsTable(out, ListenerTables.LISTENERS + "." + TlsKeys.TABLE, own, TlsKeys.ALL);
  }

  /** Only where it is written. */
  private static void tlsTable(
      StringBuilder out, String path, TomlSettings settings, List<Key<?>> keys) {
    String name = path.substring(path.indexOf('.') + 1);
    if (settings.hasTable(name)) {
      table(out, path, settings.table(name), keys);
    } else if (settings.isTrue(name)) {
      out.append(name).append(" = true\n");
    } else {
      settings.word(name).ifPresent(word -> out.append(name).append(" = \"" + word + "\"\n"));
    }
  }

  private static void route(
      StringBuilder out, PortyConfig config, VirtualHosts group, RouteConfig route) {
    TomlSettings own = (TomlSettings) route.modeSettings();
    boolean main = !own.has(RouteKeys.NAME);
    boolean named = group.listenerConfig().isNamed();
    out.append(main ? "\n# The route \"main\" of the keys above\n" : "\n[[routes]]\n");
    if (!main) {
      List<Key<?>> core = new ArrayList<>(RouteKeys.ALL);
      if (named) {
        core.removeAll(RouteKeys.ADDRESS);
        core.removeAll(ListenerKeys.ON_ROUTES);
      }
      keys(out, own, written(own, core));
      inherited(out, config, own, core);
      if (!named) {
        keys(out, own, group.mode().listenerKeys());
      }
      keys(out, own, group.mode().keys());
    }
    tlsTable(out, ConfigLoader.ROUTES + "." + TlsKeys.TABLE, own, TlsKeys.ALL);
    tlsTable(out, ConfigLoader.ROUTES + "." + UpstreamTlsKeys.TABLE, own, UpstreamTlsKeys.ALL);
    for (RouteConfig.RouterChoice router : route.routers()) {
      routeTable(out, router.factory().name(), router.settings(), router.factory().keys());
    }
    if (!named) {
      routeTable(out, group.listener().name(), group.listenerSettings(), group.listener().keys());
    }
    for (RouteConfig.LogChoice log : route.logs()) {
      routeTable(out, log.factory().name(), log.settings(), LogKeys.with(log.factory().keys()));
    }
  }

  private static void routeTable(
      StringBuilder out, String name, Settings settings, List<Key<?>> keys) {
    table(out, ConfigLoader.ROUTES + "." + name, settings, keys);
  }

  /** Except the keys that are inherited from the global ones. */
  private static List<Key<?>> written(Settings settings, List<Key<?>> keys) {
    List<Key<?>> own = new ArrayList<>();
    for (Key<?> key : keys) {
      if (((TomlSettings) settings).has(key) || global(key) == null) {
        own.add(key);
      }
    }
    return own;
  }

  private static void inherited(
      StringBuilder out, PortyConfig config, TomlSettings own, List<Key<?>> keys) {
    for (Key<?> key : keys) {
      Key<?> global = global(key);
      boolean configured = key == RouteKeys.LISTEN_ADDR && own.has(RouteKeys.LISTEN);
      if (global != null && !own.has(key) && !configured) {
        lines(config.globals(), List.of(global))
            .forEach(line -> out.append(line).append(", global\n"));
      }
    }
  }

  /** The global key that a route's key inherits from. */
  static @Nullable Key<?> global(Key<?> key) {
    for (Key<?> global : GlobalKeys.ALL) {
      if (global.name().equals(key.name()) && !NOT_INHERITED.contains(global.name())) {
        return global;
      }
    }
    return null;
  }

  private static void table(StringBuilder out, String path, Settings settings, List<Key<?>> keys) {
    if (keys.isEmpty()) {
      return;
    }
    List<Key<?>> plain = keys.stream().filter(k -> k.columns().isEmpty()).toList();
    if (!plain.isEmpty()) {
      out.append("\n[").append(path).append("]\n");
      keys(out, settings, plain);
    }
    for (Key<?> rows : keys) {
      if (!rows.columns().isEmpty()) {
        rows(out, path + "." + rows.name(), settings, rows);
      }
    }
  }

  private static void rows(StringBuilder out, String path, Settings settings, Key<?> rows) {
    Object value = settings.find(rows).orElse(null);
    if (value instanceof List<?> list) {
      for (Object row : list) {
        out.append("\n[[").append(path).append("]]\n");
        keys(out, (Settings) row, rows.columns());
      }
    }
  }

  private static void keys(StringBuilder out, Settings settings, List<Key<?>> keys) {
    lines(settings, keys).forEach(line -> out.append(line).append('\n'));
  }

  /** {@code key = value # line 12}; keys without a value are left out. */
  public static List<String> lines(Settings settings, List<Key<?>> keys) {
    List<String> lines = new ArrayList<>();
    for (Key<?> key : keys) {
      TomlSettings written = (TomlSettings) settings;
      Object value = settings.find(key).map(v -> (Object) v).orElse(null);
      Object shown = value == null ? key.defaultValue().map(v -> (Object) v).orElse(null) : value;
      if (shown == null || !key.columns().isEmpty()) {
        continue;
      }
      String text = key.name() + " = " + KeyValues.shown(key, shown);
      String where =
          value == null ? "default" : written.has(key) ? written.where(key) : "command line";
      lines.add(commented(text, where));
    }
    return lines;
  }

  private static String commented(String text, String comment) {
    return text + " ".repeat(Math.max(1, COMMENT_COLUMN - text.length())) + "# " + comment;
  }

  private EffectiveConfig() {}
}
