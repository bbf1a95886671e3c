package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouterFactory;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.plugin.PluginContexts;
import io.porty.net.policy.HostPattern;
import io.porty.net.policy.Nat64Prefix;
import io.porty.net.policy.TargetPattern;
import io.porty.net.policy.TargetRules;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one route. */
final class RouteReader {

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

  /** Reads the route that the global keys describe. */
  static RouteReader main(PluginCatalog catalog, PluginContexts contexts, Globals globals) {
    TomlSettings settings =
        new TomlSettings(MainRoute.table(globals), "", globals.file().place(), globals.reading());
    return new RouteReader(catalog, contexts, globals, settings, Optional.of("main"), false, true);
  }

  /**
   * @param tables the {@code [[listeners]]} tables
   */
  @SuppressWarnings("ReferenceEquality") // compares by identity
  void read(ListenerTables tables, VirtualHostsBuilder groups, List<String> warnings) {
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
    RouteListener listener =
        main || !settings.has(RouteKeys.LISTENER)
            ? RouteListener.own(place, routeName, settings, catalog)
            : RouteListener.named(place.named(tables, catalog), settings, catalog);
    AccessLogReader logReader = new AccessLogReader(catalog, contexts, globals, settings);
    List<RouteConfig.LogChoice> logs = logReader.read(routeName);
    readCore();
    RouteModes modes = new RouteModes(catalog, settings);
    Optional<ModeFactory> mode = modes.find();
    RouteUnknowns unknowns = new RouteUnknowns(catalog, settings, logReader.names());
    RouterChainReader routerReader = new RouterChainReader(catalog, contexts, settings);
    if (mode.isEmpty()) {
      modes.nearest().ifPresent(this::readAllOf);
      routerReader.findAll();
      if (!main) {
        unknowns.reject(modes.nearest(), listener.kind(), listener.isOwnAddress());
      }
      return;
    }
    boolean passes =
        !listener.isOwnAddress() && !settings.has(TlsKeys.WORD) && passesAt(listener, mode.get());
    if (!passes) {
      listener.spoken(mode.get(), warnings);
    }
    boolean fixedOnly = routerReader.names(mode.get()).equals(List.of("fixed"));
    Optional<Target> target = place.target(fixedOnly && !mode.get().sharesListener());
    List<String> hosts = settings.get(RouteKeys.HOST).stream().map(HostPattern::normalise).toList();
    if (!hosts.isEmpty() && !mode.get().sharesListener()) {
      settings.report(
          RouteKeys.HOST, "needs a mode that sees hosts", "Set mode = \"http\", or remove host.");
    }
    RouteInfo facts = new RouteInfo(routeName, hosts, target);
    if (UpstreamKeysCheck.isFixedOnly(routerReader.names(mode.get()), !hosts.isEmpty())) {
      target.ifPresent(one -> new UpstreamKeysCheck(settings, routeName).check(one, warnings));
    }
    boolean asks = modes.check(mode.get(), facts, listener.servesTls());
    List<RouteConfig.RouterChoice> routers = routerReader.read(mode.get(), facts, asks);
    if (asks
        && fixedOnly
        && target.isEmpty()
        && !main
        && !lenient
        && !settings.has(RouteKeys.TARGET)) {
      settings.report(
          RouteKeys.TARGET_PORT,
          "is missing",
          "Say where to forward to: target_addr = \"127.0.0.1\" and target_port = 3000.");
    }
    if (!main) {
      unknowns.reject(mode, listener.kind(), listener.isOwnAddress());
    }
    listener.readKeys(mode.get());
    boolean enabled = settings.get(RouteKeys.ENABLED);
    List<ListenAddress> addresses = listener.addresses();
    if (addresses.isEmpty() || listener.kind().isEmpty() || logs.isEmpty() || !enabled) {
      return;
    }
    RouteTls tls = new RouteTls(settings, routeName, hosts, catalog.certificateSources().names());
    Optional<ListenerConfig> listenerConfig = listener.config(globals, mode.get(), tls, passes);
    if (listenerConfig.isEmpty()) {
      return;
    }
    ClientCertConfig clientCerts =
        tls.clientCerts(mode.get(), passes ? null : listener.table(), warnings);
    Set<Target> trusted = new HashSet<>(routerReader.trusted());
    target.ifPresent(trusted::add);
    LogLevel level = level();
    TargetRules rules = rules();
    boolean opensTo =
        routers.stream().anyMatch(choice -> choice.factory().clientChoosesTarget())
            && rules.allow().isEmpty();
    UpstreamTlsConfig upstreamTls =
        settings.hasTable(UpstreamTlsKeys.TABLE)
            ? new UpstreamTlsReader(settings, globals, routeName)
                .read(mode.get().upstreamProtocols(settings), opensTo)
            : null;
    for (ListenAddress address : addresses) {
      // Each address has its own routers and logs, whose lifetime is that of the address.
      boolean first = address == addresses.get(0);
      RouteConfig route =
          new RouteConfig(
              facts,
              level,
              first ? logs : logReader.read(routeName),
              settings.get(RouteKeys.TIMEOUT),
              settings.get(RouteKeys.MAX_RETRIES),
              settings
                      .find(RouteKeys.BUFFER_SIZE_KB)
                      .orElseGet(() -> globals.get(GlobalKeys.BUFFER_SIZE_KB))
                  * 1024,
              rules,
              trusted,
              settings,
              first ? routers : routerReader.read(mode.get(), facts, asks),
              mode.get().upstreamProtocols(settings),
              upstreamTls,
              clientCerts);
      VirtualHosts alone =
          new VirtualHosts(address, listenerConfig.get(), mode.get(), List.of(route));
      if (!groups.add(alone, main ? globals.file() : settings, main)) {
        return; // report one conflict of a range only
      }
      OpenProxyCheck.warning(alone, route).ifPresent(warnings::add);
    }
  }

  /**
   * Whether the route of a listener with TLS gets connections as they are: it may go by server
   * names, which {@link Passthrough} decides with the router's settings.
   */
  private boolean passesAt(RouteListener listener, ModeFactory mode) {
    List<String> routers = RouterChainReader.names(settings, mode);
    RouterFactory<?> only = routers.size() == 1 ? catalog.routers().get(routers.get(0)) : null;
    return listener.isTlsTable()
        && !mode.sharesListener()
        && only != null
        && !only.serverNames(
                settings.table(only.name()).declaring(catalog.guard(only), only.keys()))
            .isEmpty();
  }

  /** Reads everything that does not depend on the mode, to find all errors in one pass. */
  private void readCore() {
    RouteKeys.ALL.stream().filter(settings::has).forEach(settings::find);
  }

  private void readAllOf(ModeFactory mode) {
    mode.keys().forEach(settings::find);
    mode.listenerKeys().forEach(settings::find);
  }

  private LogLevel level() {
    boolean logged =
        main
            ? globals.get(GlobalKeys.LOG_REQUESTS)
            : settings
                .find(RouteKeys.LOG_REQUESTS)
                .orElseGet(() -> globals.get(GlobalKeys.LOG_REQUESTS));
    LogLevel level = LogLevel.valueOf(settings.get(RouteKeys.LOG_LEVEL).toUpperCase(Locale.ROOT));
    return logged ? level : LogLevel.NONE;
  }

  private TargetRules rules() {
    return new TargetRules(
        patterns(RouteKeys.ALLOW_TARGETS),
        patterns(RouteKeys.DENY_TARGETS),
        globals.get(GlobalKeys.NAT64_PREFIXES).stream()
            .flatMap(text -> Nat64Prefix.parse(text).stream())
            .toList());
  }

  private List<TargetPattern> patterns(Key<List<String>> key) {
    return settings.get(key).stream().map(TargetPattern::parse).toList();
  }
}
