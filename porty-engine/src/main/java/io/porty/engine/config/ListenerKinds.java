package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;

/** Selects the listener plugin by the configured kind and the addresses. */
final class ListenerKinds {

  static final String TCP = "tcp";
  static final String UNIX = "unix";

  /**
   * Paths use the kind {@code unix}; other addresses the configured kind.
   *
   * @param where the key of the addresses
   */
  static Optional<ListenerFactory> of(
      TomlSettings settings, Key<?> where, List<ListenAddress> addresses, PluginCatalog catalog) {
    boolean unix = mixed(settings, where, addresses);
    String named = settings.find(ListenerKeys.KIND).orElse(unix ? UNIX : TCP);
    if (unix && !named.equals(UNIX)) {
      settings.report(
          ListenerKeys.KIND,
          "is \"" + named + "\", but " + where.name() + " is the path of a socket",
          "Remove it.");
    }
    if (!unix && named.equals(UNIX) && !addresses.isEmpty()) {
      settings.report(
          ListenerKeys.KIND,
          "is \"unix\" without a path",
          "Write " + where.name() + " = \"unix:/path\".");
    }
    return CatalogLookup.find(
        settings, ListenerKeys.KIND, named, catalog.listeners(), "kind of listener");
  }

  /** The kind for a route without a {@code [[listeners]]} table. */
  static Optional<ListenerFactory> ofRoute(
      TomlSettings settings, List<ListenAddress> addresses, PluginCatalog catalog) {
    boolean unix = mixed(settings, RouteKeys.LISTEN, addresses);
    return Optional.ofNullable(catalog.listeners().get(unix ? UNIX : TCP));
  }

  private static boolean mixed(TomlSettings settings, Key<?> where, List<ListenAddress> addresses) {
    boolean unix = addresses.stream().anyMatch(ListenAddress::unix);
    if (unix && !addresses.stream().allMatch(ListenAddress::unix)) {
      settings.report(
          where,
          "has ports and paths of sockets",
          where == RouteKeys.LISTEN
              ? "Write two routes: each has one kind of listener."
              : "Write two listeners: each has one kind.");
    }
    return unix;
  }

  private ListenerKinds() {}
}
