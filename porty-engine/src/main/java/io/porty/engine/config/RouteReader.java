package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.MissingKeyException;
import io.porty.api.Target;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouteInfo;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.policy.HostPattern;
import io.porty.net.policy.Nat64Prefix;
import io.porty.net.policy.TargetPattern;
import io.porty.net.policy.TargetRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one route. */
final class RouteReader {

  private static final String UNIX = "unix";

  private final PluginCatalog catalog;
  private final PluginContexts contexts;
  private final Globals globals;
  private final TomlSettings settings;
  private final Optional<String> name;
  private final boolean lenient;
  private final boolean main;

  /**
   * @param lenient the file has syntax errors: a key that seems missing may be on a broken line
   */
  RouteReader(
      PluginCatalog catalog,
      PluginContexts contexts,
      Globals globals,
      TomlSettings settings,
      Optional<String> name,
      boolean lenient) {
    this(catalog, contexts, globals, settings, name, lenient, false);
  }

  private RouteReader(
      PluginCatalog catalog,
      PluginContexts contexts,
      Globals globals,
      TomlSettings settings,
      Optional<String> name,
      boolean lenient,
      boolean main) {
    this.catalog = catalog;
    this.contexts = contexts;
    this.globals = globals;
    this.settings = settings;
    this.name = name;
    this.lenient = lenient;
    this.main = main;
  }

  /** The route that the global keys describe. */
  static RouteReader main(PluginCatalog catalog, PluginContexts contexts, Globals globals) {
    TomlSettings empty =
        new TomlSettings(new ConfigTable(), "", globals.file().place(), globals.reading());
    return new RouteReader(catalog, contexts, globals, empty, Optional.of("main"), false, true);
  }

  @SuppressWarnings("ReferenceEquality") // each is one object
  void read(VirtualHostsBuilder groups, List<String> warnings) {
    if (settings.find(RouteKeys.NAME).isEmpty()
        && !main
        && !settings.has(RouteKeys.NAME)
        && !lenient) {
      settings.report(
          RouteKeys.NAME, "is missing", "Give the route a unique name: name = \"api\".");
    }
    String routeName = name.orElse("?");
    name.ifPresent(n -> groups.claimName(n, settings));
    ListenAndTarget place = new ListenAndTarget(settings, globals, main, lenient);
    List<ListenAddress> addresses =
        needsNoAddress() ? List.of(ListenAddress.none(routeName)) : place.listen();
    Optional<ModeFactory> mode =
        CatalogLookup.find(
            settings, RouteKeys.MODE, settings.get(RouteKeys.MODE), catalog.modes(), "mode");
    Optional<ListenerFactory> listener = listener(addresses);
    AccessLogReader logReader = new AccessLogReader(catalog, contexts, globals, settings);
    List<RouteConfig.LogChoice> logs = logReader.read(routeName);
    if (mode.isEmpty()) {
      return;
    }
    RouterChainReader routerReader = new RouterChainReader(catalog, contexts, settings);
    boolean fixedOnly = routerReader.names(mode.get()).equals(List.of("fixed"));
    Optional<Target> target = place.target(fixedOnly && !mode.get().sharesListener());
    List<String> hosts = settings.get(RouteKeys.HOST).stream().map(HostPattern::normalise).toList();
    if (!hosts.isEmpty() && !mode.get().sharesListener()) {
      settings.report(
          RouteKeys.HOST, "needs a mode that sees hosts", "Set mode = \"http\", or remove host.");
    }
    RouteInfo facts = new RouteInfo(routeName, hosts, target);
    List<RouteConfig.RouterChoice> routers = routerReader.read(mode.get(), facts);
    if (fixedOnly && target.isEmpty() && !main && !lenient && !settings.has(RouteKeys.TARGET)) {
      settings.report(
          RouteKeys.TARGET_PORT,
          "is missing",
          "Say where to forward to: target_addr = \"127.0.0.1\" and target_port = 3000.");
    }
    rejectUnknown(mode.get(), routers, logReader.names(), listener);
    checkMode(mode.get(), facts);
    boolean logged =
        main
            ? globals.get(GlobalKeys.LOG_REQUESTS)
            : settings
                .find(RouteKeys.LOG_REQUESTS)
                .orElseGet(() -> globals.get(GlobalKeys.LOG_REQUESTS));
    LogLevel level = LogLevel.valueOf(settings.get(RouteKeys.LOG_LEVEL).toUpperCase(Locale.ROOT));
    int connections =
        settings
            .find(RouteKeys.MAX_CONNECTIONS)
            .orElseGet(() -> globals.get(GlobalKeys.MAX_CONNECTIONS));
    int connectionsPerClient =
        settings
            .find(RouteKeys.MAX_CONNECTIONS_PER_CLIENT)
            .or(() -> globals.find(GlobalKeys.MAX_CONNECTIONS_PER_CLIENT))
            .orElse(RouteConfig.NOT_SAID);
    int buffer =
        settings
            .find(RouteKeys.BUFFER_SIZE_KB)
            .orElseGet(() -> globals.get(GlobalKeys.BUFFER_SIZE_KB));
    TargetRules rules =
        new TargetRules(
            patterns(RouteKeys.ALLOW_TARGETS),
            patterns(RouteKeys.DENY_TARGETS),
            globals.get(GlobalKeys.NAT64_PREFIXES).stream()
                .flatMap(text -> Nat64Prefix.parse(text).stream())
                .toList());
    boolean enabled = settings.get(RouteKeys.ENABLED);
    if (addresses.isEmpty() || listener.isEmpty() || logs.isEmpty() || !enabled) {
      settings.get(RouteKeys.TIMEOUT);
      settings.get(RouteKeys.MAX_RETRIES);
      return;
    }
    Set<Target> trusted = new HashSet<>(routerReader.trusted());
    target.ifPresent(trusted::add);
    for (ListenAddress address : addresses) {
      // Each address has routers and logs of its own: they live as long as it is listened on.
      boolean first = address == addresses.get(0);
      RouteConfig route =
          new RouteConfig(
              facts,
              logged ? level : LogLevel.NONE,
              first ? logs : logReader.read(routeName),
              settings.get(RouteKeys.TIMEOUT),
              settings.get(RouteKeys.MAX_RETRIES),
              connections,
              connectionsPerClient,
              buffer * 1024,
              rules,
              trusted,
              settings,
              first ? routers : routerReader.read(mode.get(), facts));
      VirtualHosts alone =
          new VirtualHosts(
              address.host(),
              address.port(),
              listener.get(),
              listenerTable(listener.get()),
              mode.get(),
              List.of(route));
      if (!groups.add(alone, main ? globals.file() : settings, main)) {
        return; // one clash is enough said of a range
      }
      OpenProxyCheck.warning(alone, route).ifPresent(warnings::add);
    }
  }

  private boolean needsNoAddress() {
    ListenerFactory named = catalog.listeners().get(settings.get(RouteKeys.LISTENER));
    return named != null
        && !named.needsAddress()
        && !settings.has(RouteKeys.LISTEN)
        && !settings.has(RouteKeys.LISTEN_PORT);
  }

  private void checkMode(ModeFactory mode, RouteInfo facts) {
    TomlSettings own = settings.declaring(catalog.fence(mode), mode.keys());
    if (!own.readAll(mode.keys())) {
      return;
    }
    try {
      mode.check(facts, own);
    } catch (MissingKeyException e) {
      return; // recorded
    } catch (PluginFault e) {
      settings.fault(RouteKeys.MODE, "is \"" + mode.name() + "\", which " + e.what(), e);
    }
  }

  /**
   * A path is listened on by the listener {@code unix}; everything else by the one that is named.
   */
  private Optional<ListenerFactory> listener(List<ListenAddress> addresses) {
    boolean unix = addresses.stream().anyMatch(ListenAddress::unix);
    if (unix && !addresses.stream().allMatch(ListenAddress::unix)) {
      settings.report(
          RouteKeys.LISTEN,
          "has ports and paths of sockets",
          "Write two routes: each has one kind of listener.");
    }
    String named = settings.get(RouteKeys.LISTENER);
    if (unix && settings.has(RouteKeys.LISTENER) && !named.equals(UNIX)) {
      settings.report(
          RouteKeys.LISTENER,
          "is \"" + named + "\", but listen is the path of a socket",
          "Remove it.");
    }
    if (!unix && named.equals(UNIX) && !addresses.isEmpty()) {
      settings.report(
          RouteKeys.LISTENER, "is \"unix\" without a path", "Write listen = \"unix:/path\".");
    }
    Optional<ListenerFactory> found =
        CatalogLookup.find(
            settings, RouteKeys.LISTENER, unix ? UNIX : named, catalog.listeners(), "listener");
    found.ifPresent(
        l -> {
          TomlSettings own = listenerTable(l);
          own.rejectUnknown(l.keys(), Set.of(), key -> Optional.empty());
          own.readAll(l.keys());
        });
    return found;
  }

  private TomlSettings listenerTable(ListenerFactory listener) {
    return settings.table(listener.name()).declaring(catalog.fence(listener), listener.keys());
  }

  private void rejectUnknown(
      ModeFactory mode,
      List<RouteConfig.RouterChoice> routers,
      List<String> logs,
      Optional<ListenerFactory> listener) {
    if (main) {
      return;
    }
    List<Key<?>> known = new ArrayList<>(RouteKeys.ALL);
    known.addAll(mode.keys());
    Set<String> tables = new HashSet<>(logs);
    new RouterChainReader(catalog, contexts, settings).names(mode).forEach(tables::add);
    routers.forEach(r -> tables.add(r.factory().name()));
    listener.ifPresent(l -> tables.add(l.name()));
    settings.rejectUnknown(known, tables, key -> hint(key, mode));
  }

  /** A key of another mode is no misspelling. */
  private Optional<String> hint(String key, ModeFactory mode) {
    return catalog.modes().values().stream()
        .filter(other -> other != mode && other.keys().stream().anyMatch(k -> k.name().equals(key)))
        .findFirst()
        .map(
            other ->
                "It belongs to mode \""
                    + other.name()
                    + "\"; this route's is \""
                    + mode.name()
                    + "\".");
  }

  private List<TargetPattern> patterns(Key<List<String>> key) {
    return settings.get(key).stream().map(TargetPattern::parse).toList();
  }
}
