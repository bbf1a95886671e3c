package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.List;
import java.util.Optional;

/** Finds what accepts the connections of a listener, by what is written and by its addresses. */
final class ListenerKinds {

  static final String TCP = "tcp";
  static final String UNIX = "unix";

  /**
   * A path is listened on by the kind {@code unix}; everything else by the one that is named.
   *
   * @param where the key that names the addresses
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

  /** What a route has whose own keys stand for a listener. */
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
