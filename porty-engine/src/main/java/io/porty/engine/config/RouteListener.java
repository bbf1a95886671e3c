package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.engine.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a route while it is read: an address of its own, or the {@code [[listeners]]}
 * table that it names.
 */
final class RouteListener {

  private final PluginCatalog catalog;
  private final TomlSettings settings;
  private final boolean ownAddress;
  private final Optional<NamedListener> named;
  private final List<ListenAddress> addresses;
  private final Optional<ListenerFactory> kind;

  /**
   * @param named empty after an error, too
   * @param addresses of the route itself or of the named listener
   */
  private RouteListener(
      PluginCatalog catalog,
      TomlSettings settings,
      boolean ownAddress,
      Optional<NamedListener> named,
      List<ListenAddress> addresses,
      Optional<ListenerFactory> kind) {
    this.catalog = catalog;
    this.settings = settings;
    this.ownAddress = ownAddress;
    this.named = named;
    this.addresses = addresses;
    this.kind = kind;
  }

  /** Reads an address of the route's own, with the keys of its kind of listener. */
  static RouteListener own(
      ListenAndTarget place, String route, TomlSettings settings, PluginCatalog catalog) {
    List<ListenAddress> addresses = place.listen(route);
    Optional<ListenerFactory> kind = ListenerKinds.ofRoute(settings, addresses, catalog);
    RouteListener made =
        new RouteListener(catalog, settings, true, Optional.empty(), addresses, kind);
    kind.ifPresent(made::checkKind);
    return made;
  }

  /** The listener that a route names. */
  static RouteListener named(
      Optional<NamedListener> named, TomlSettings settings, PluginCatalog catalog) {
    return new RouteListener(
        catalog,
        settings,
        false,
        named,
        named.map(NamedListener::addresses).orElse(List.of()),
        named.flatMap(NamedListener::kind));
  }

  private void checkKind(ListenerFactory of) {
    TomlSettings own = kindTable(of);
    own.rejectUnknown(of.keys(), Set.of(), key -> Optional.empty());
    own.readAll(of.keys());
  }

  private TomlSettings kindTable(ListenerFactory of) {
    return settings.table(of.name()).declaring(catalog.guard(of), of.keys());
  }

  boolean isOwnAddress() {
    return ownAddress;
  }

  /** Empty after an error. */
  List<ListenAddress> addresses() {
    return addresses;
  }

  /** Empty after an error. */
  Optional<ListenerFactory> kind() {
    return kind;
  }

  /** The table that the route names; null if it has an address of its own, or after an error. */
  @Nullable NamedListener table() {
    return named.orElse(null);
  }

  /** Tells the named listener the mode of this route. */
  void spoken(ModeFactory mode, List<String> warnings) {
    named.ifPresent(l -> l.spoken(mode, catalog.certificateSources().names(), warnings));
  }

  /** Whether the named listener has TLS. */
  boolean isTlsTable() {
    return named.map(l -> l.settings().has(TlsKeys.WORD)).orElse(false);
  }

  /** Whether connections of this route come over TLS. */
  boolean servesTls() {
    return ownAddress
        ? settings.has(TlsKeys.WORD)
        : named.map(l -> l.clientCerts().servesTls()).orElse(false);
  }

  /** Reads the listener keys of the mode, or reports those that belong to the named listener. */
  void readKeys(ModeFactory mode) {
    if (ownAddress) {
      settings.declaring(catalog.guard(mode), mode.listenerKeys()).readAll(mode.listenerKeys());
    } else {
      named.ifPresent(listener -> refuseKeys(listener, mode));
    }
  }

  private void refuseKeys(NamedListener listener, ModeFactory mode) {
    List<Key<?>> keys = new ArrayList<>(ListenerKeys.ON_ROUTES);
    keys.addAll(mode.listenerKeys());
    for (Key<?> key : keys) {
      if (settings.has(key)) {
        settings.report(
            key,
            "holds for a whole listener, and this route shares \"" + listener.name() + "\"",
            "Write it in that table of [[listeners]]"
                + listener.settings().place().inBrackets(settings.place().text())
                + ", for all its routes.");
      }
    }
  }

  /**
   * The settings of the listener with the TLS of this route; empty after an error.
   *
   * @param passes whether connections come to the route as they are, past the listener's TLS
   */
  Optional<ListenerConfig> config(Globals globals, ModeFactory mode, RouteTls tls, boolean passes) {
    if (!ownAddress) {
      return named
          .flatMap(NamedListener::config)
          .map(config -> passes ? config.withTls(null) : tls.joined(config));
    }
    return kind.map(
        of ->
            new ListenerConfig(
                "",
                of,
                kindTable(of),
                settings,
                ListenerLimits.of(settings, globals, false),
                tls.ofAddress(mode)));
  }
}
