package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.engine.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;

/**
 * Reads the listen address and the fixed target of a route: {@code listen} and {@code target} as
 * single keys, or address and port as separate ones.
 */
final class ListenAndTarget {

  private final TomlSettings settings;
  private final Globals globals;
  private final boolean main;
  private final boolean lenient;

  /**
   * @param lenient whether the file has syntax errors, so that a missing key may be on a broken
   *     line
   */
  ListenAndTarget(TomlSettings settings, Globals globals, boolean main, boolean lenient) {
    this.settings = settings;
    this.globals = globals;
    this.main = main;
    this.lenient = lenient;
  }

  /** The listen addresses; empty after an error. A route without a port inherits the global one. */
  List<ListenAddress> listen(String route) {
    String owner = "route " + route;
    if (main) {
      return List.of(
          ListenAddress.of(
              globals.get(GlobalKeys.LISTEN_ADDR), globals.get(GlobalKeys.LISTEN_PORT), owner));
    }
    if (settings.has(RouteKeys.LISTEN)) {
      forbidBeside(RouteKeys.LISTEN, RouteKeys.LISTEN_ADDR);
      forbidBeside(RouteKeys.LISTEN, RouteKeys.LISTEN_PORT);
      return settings
          .find(RouteKeys.LISTEN)
          .map(texts -> ListenAddress.all(texts, owner))
          .orElse(List.of());
    }
    String host =
        settings.find(RouteKeys.LISTEN_ADDR).orElseGet(() -> globals.get(GlobalKeys.LISTEN_ADDR));
    Optional<Integer> port = settings.find(RouteKeys.LISTEN_PORT);
    if (port.isEmpty() && (settings.has(RouteKeys.LISTEN_PORT) || lenient)) {
      return List.of();
    }
    return List.of(
        ListenAddress.of(host, port.orElseGet(() -> globals.get(GlobalKeys.LISTEN_PORT)), owner));
  }

  /**
   * The key by which a route says where it listens.
   *
   * @param at its settings; the top for the route main
   */
  static Key<?> addressKey(TomlSettings at, boolean main) {
    if (main) {
      return GlobalKeys.LISTEN_PORT;
    }
    if (at.has(RouteKeys.LISTENER)) {
      return RouteKeys.LISTENER;
    }
    return at.has(RouteKeys.LISTEN) ? RouteKeys.LISTEN : RouteKeys.LISTEN_PORT;
  }

  /** The {@code [[listeners]]} table that the route names; empty without one or after an error. */
  Optional<NamedListener> named(ListenerTables tables, PluginCatalog catalog) {
    Optional<String> name = settings.find(RouteKeys.LISTENER);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    NamedListener found = tables.find(name.get());
    if (found == null) {
      settings.report(
          RouteKeys.LISTENER,
          "names the listener \"" + name.get() + "\", which no [[listeners]] table describes",
          unknown(name.get(), tables, catalog));
      return Optional.empty();
    }
    found.use();
    for (Key<?> key : RouteKeys.ADDRESS) {
      if (settings.has(key)) {
        settings.report(
            key,
            "says where to listen, as listener = \"" + name.get() + "\" does",
            "Remove one of them.");
      }
    }
    return Optional.of(found);
  }

  private static String unknown(String name, ListenerTables tables, PluginCatalog catalog) {
    Optional<String> near = Suggestions.to(name, tables.names());
    if (near.isPresent()) {
      return Suggestions.remedy(name, tables.names());
    }
    if (name.equals(ListenerKinds.TCP) || name.equals(ListenerKinds.UNIX)) {
      return "Remove it: the address of a route says that.";
    }
    return "Write a table [[listeners]] with name = \""
        + name
        + (catalog.listeners().containsKey(name) ? "\", kind = \"" + name : "")
        + "\" and its address"
        + (tables.names().isEmpty()
            ? "."
            : ", or name another. Known are: "
                + String.join(", ", tables.names().stream().sorted().toList())
                + ".");
  }

  /**
   * The fixed target.
   *
   * @param takesGlobalTarget whether a route without a target inherits the global one
   */
  Optional<Target> target(boolean takesGlobalTarget) {
    if (main) {
      return target(globals.get(GlobalKeys.TARGET_ADDR), globals.get(GlobalKeys.TARGET_PORT));
    }
    Optional<Target> whole = settings.find(RouteKeys.TARGET);
    if (settings.has(RouteKeys.TARGET)) {
      forbidBeside(RouteKeys.TARGET, RouteKeys.TARGET_ADDR);
      forbidBeside(RouteKeys.TARGET, RouteKeys.TARGET_PORT);
      return whole;
    }
    boolean hasPort = settings.has(RouteKeys.TARGET_PORT);
    Optional<String> host = settings.find(RouteKeys.TARGET_ADDR);
    if (host.isPresent() && !host.get().equals(Addresses.UNUSED) && !hasPort && !lenient) {
      settings.report(
          RouteKeys.TARGET_ADDR, "has no port", "Add target_port, or remove target_addr.");
    }
    if (host.isEmpty() && !hasPort && takesGlobalTarget) {
      return target(globals.get(GlobalKeys.TARGET_ADDR), globals.get(GlobalKeys.TARGET_PORT));
    }
    int port = settings.find(RouteKeys.TARGET_PORT).orElse(0);
    return target(host.orElseGet(() -> globals.get(GlobalKeys.TARGET_ADDR)), port);
  }

  private static Optional<Target> target(String host, int port) {
    boolean none = port == 0 || host.equals(Addresses.UNUSED);
    return none ? Optional.empty() : Optional.of(new Target(host, port));
  }

  private void forbidBeside(Key<?> whole, Key<?> part) {
    if (settings.has(part)) {
      settings.report(
          part, "conflicts with " + whole.name(), "Keep one: " + whole.name() + " is enough.");
    }
  }
}
