package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys with different effective values in two configurations: {@code
 * routes[api].timeout_seconds: 30 -> 5}. Secrets are named without their values. A change of an
 * inherited global key is listed once.
 */
public final class ConfigDiff {

  /** Further changes are only counted. */
  private static final int MAX_SHOWN = 100;

  private final PortyConfig before;
  private final PortyConfig after;
  private final List<String> lines = new ArrayList<>();
  private int more;

  private ConfigDiff(PortyConfig before, PortyConfig after) {
    this.before = before;
    this.after = after;
  }

  public static List<String> of(PortyConfig before, PortyConfig after) {
    ConfigDiff diff = new ConfigDiff(before, after);
    diff.globals();
    diff.certificateSources();
    diff.listeners();
    diff.routes();
    if (diff.more > 0) {
      diff.lines.add("and " + diff.more + " more");
    }
    return diff.lines;
  }

  private void globals() {
    List<Key<?>> keys = new ArrayList<>(GlobalKeys.ALL);
    keys.removeAll(GlobalKeys.AT_START); // reported as warnings
    compare("", before.globals(), after.globals(), keys);
    if (before.admin().isPresent() && after.admin().isPresent()) {
      compare(
          AdminConfig.TABLE + ".",
          ((TomlSettings) before.globals()).table(AdminConfig.TABLE),
          ((TomlSettings) after.globals()).table(AdminConfig.TABLE),
          AdminConfig.KEYS);
    }
  }

  private void certificateSources() {
    for (ConfiguredSource one : sources(after)) {
      for (ConfiguredSource other : sources(before)) {
        if (one.factory() == other.factory()) {
          String table = one.factory().name() + ".";
          compare(table, other.settings(), one.settings(), one.factory().keys());
        }
      }
    }
  }

  private static List<ConfiguredSource> sources(PortyConfig config) {
    ConfiguredCertificates of = config.certificates();
    return of == null ? List.of() : of.certificateSources();
  }

  private void listeners() {
    Map<String, VirtualHosts> old = new LinkedHashMap<>();
    named(before).forEach(group -> old.putIfAbsent(group.listenerConfig().name(), group));
    Map<String, VirtualHosts> fresh = new LinkedHashMap<>();
    named(after).forEach(group -> fresh.putIfAbsent(group.listenerConfig().name(), group));
    fresh.forEach(
        (name, group) -> Optional.ofNullable(old.get(name)).ifPresent(was -> listener(was, group)));
  }

  private static List<VirtualHosts> named(PortyConfig config) {
    return config.groups().stream().filter(group -> group.listenerConfig().isNamed()).toList();
  }

  private void listener(VirtualHosts was, VirtualHosts is) {
    String path = ListenerTables.LISTENERS + "[" + is.listenerConfig().name() + "].";
    TomlSettings old = was.listenerConfig().settings();
    TomlSettings fresh = is.listenerConfig().settings();
    compare(path, old, fresh, ListenerKeys.ALL);
    if (was.mode() == is.mode()) {
      compare(path, old, fresh, is.mode().listenerKeys());
    }
    tls(path, TlsKeys.TABLE, old, fresh);
    if (was.listener() == is.listener()) {
      String table = path + is.listener().name() + ".";
      compare(table, was.listenerSettings(), is.listenerSettings(), is.listener().keys());
    }
  }

  /** A route of a configuration, with its first address. */
  private record At(VirtualHosts group, RouteConfig route) {

    static Map<String, At> all(PortyConfig config) {
      Map<String, At> all = new LinkedHashMap<>();
      for (VirtualHosts group : config.groups()) {
        group.routes().forEach(r -> all.putIfAbsent(r.facts().name(), new At(group, r)));
      }
      return all;
    }
  }

  private void routes() {
    Map<String, At> old = At.all(before);
    At.all(after)
        .forEach((name, is) -> Optional.ofNullable(old.get(name)).ifPresent(was -> route(was, is)));
  }

  private void route(At was, At is) {
    String path = ConfigLoader.ROUTES + "[" + is.route().facts().name() + "].";
    Settings old = was.route().modeSettings();
    Settings fresh = is.route().modeSettings();
    compare(path, old, fresh, RouteKeys.ALL);
    if (was.group().mode() == is.group().mode()) {
      compare(path, old, fresh, is.group().mode().keys());
      if (!was.group().listenerConfig().isNamed() && !is.group().listenerConfig().isNamed()) {
        compare(path, old, fresh, is.group().mode().listenerKeys());
      }
    }
    tls(path, TlsKeys.TABLE, (TomlSettings) old, (TomlSettings) fresh);
    tls(path, UpstreamTlsKeys.TABLE, (TomlSettings) old, (TomlSettings) fresh);
    for (RouteConfig.RouterChoice one : is.route().routers()) {
      for (RouteConfig.RouterChoice other : was.route().routers()) {
        if (one.factory() == other.factory()) {
          String table = path + one.factory().name() + ".";
          compare(table, other.settings(), one.settings(), one.factory().keys());
        }
      }
    }
    for (RouteConfig.LogChoice one : is.route().logs()) {
      for (RouteConfig.LogChoice other : was.route().logs()) {
        if (one.factory() == other.factory()) {
          String table = path + one.factory().name() + ".";
          compare(table, other.settings(), one.settings(), LogKeys.with(one.factory().keys()));
        }
      }
    }
  }

  /** TLS is a table, a word, or true: a change of its form is one line. */
  private void tls(String path, String name, TomlSettings old, TomlSettings fresh) {
    if (old.hasTable(name) && fresh.hasTable(name)) {
      List<Key<?>> keys = name.equals(TlsKeys.TABLE) ? TlsKeys.ALL : UpstreamTlsKeys.ALL;
      compare(path + name + ".", old.table(name), fresh.table(name), keys);
      return;
    }
    String one = form(old, name);
    String two = form(fresh, name);
    if (!one.equals(two)) {
      add(path + name + ": " + one + " -> " + two);
    }
  }

  private static String form(TomlSettings settings, String name) {
    if (settings.hasTable(name)) {
      return "a table";
    }
    if (settings.isTrue(name)) {
      return "true";
    }
    return settings.word(name).map(word -> '"' + word + '"').orElse("none");
  }

  private void compare(String path, Settings old, Settings fresh, List<Key<?>> keys) {
    for (Key<?> key : keys) {
      Object one = KeyValues.of(old, key);
      Object two = KeyValues.of(fresh, key);
      if (KeyValues.same(key, one, two)) {
        continue;
      }
      if (!key.columns().isEmpty()
          && one instanceof List<?> rows
          && two instanceof List<?> others
          && rows.size() == others.size()) {
        for (int i = 0; i < rows.size(); i++) {
          String row = path + key.name() + "[" + (i + 1) + "].";
          compare(row, (Settings) rows.get(i), (Settings) others.get(i), key.columns());
        }
      } else {
        add(path + key.name(), key, shown(before, key, one), shown(after, key, two));
      }
    }
  }

  private void add(String name, Key<?> key, String one, String two) {
    add(name + (key.isSecret() ? ": changed" : ": " + one + " -> " + two));
  }

  private void add(String line) {
    if (lines.size() < MAX_SHOWN) {
      lines.add(line);
    } else {
      more++;
    }
  }

  /** Whether the value is inherited from the global keys. */
  private static String shown(PortyConfig config, Key<?> key, @Nullable Object value) {
    Key<?> global = value == null ? EffectiveConfig.global(key) : null;
    Object holds = global == null ? value : KeyValues.of(config.globals(), global);
    return KeyValues.shown(key, holds);
  }
}
