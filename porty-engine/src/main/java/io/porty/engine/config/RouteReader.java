package io.porty.engine.config;

import io.netty.util.NetUtil;
import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.LogLevel;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouteFacts;
import io.porty.api.route.RouterFactory;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.policy.HostPattern;
import io.porty.engine.policy.TargetPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/** Reads one route. */
final class RouteReader {

  private final PluginCatalog catalog;
  private final PluginContext context;
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
      PluginContext context,
      Globals globals,
      TomlSettings settings,
      Optional<String> name,
      boolean lenient) {
    this(catalog, context, globals, settings, name, lenient, false);
  }

  private RouteReader(
      PluginCatalog catalog,
      PluginContext context,
      Globals globals,
      TomlSettings settings,
      Optional<String> name,
      boolean lenient,
      boolean main) {
    this.catalog = catalog;
    this.context = context;
    this.globals = globals;
    this.settings = settings;
    this.name = name;
    this.lenient = lenient;
    this.main = main;
  }

  /** The route that the global keys describe. */
  static RouteReader main(
      PluginCatalog catalog,
      PluginContext context,
      Globals globals,
      TomlSettings top,
      Problems problems) {
    TomlSettings empty = new TomlSettings(Toml.parse(""), "", 0, problems);
    return new RouteReader(catalog, context, globals, empty, Optional.of("main"), false, true);
  }

  void read(RouteGroups groups, List<String> warnings) {
    if (settings.find(RouteKeys.NAME).isEmpty()
        && !main
        && !settings.has(RouteKeys.NAME)
        && !lenient) {
      settings.problem(
          RouteKeys.NAME, "is missing", "Give the route a unique name: name = \"api\".");
    }
    String routeName = name.orElse("?");
    name.ifPresent(n -> groups.claimName(n, settings));
    String address =
        main
            ? globals.get(GlobalKeys.LISTEN_ADDR)
            : settings
                .find(RouteKeys.LISTEN_ADDR)
                .orElseGet(() -> globals.get(GlobalKeys.LISTEN_ADDR));
    Optional<Integer> port =
        main
            ? Optional.of(globals.get(GlobalKeys.LISTEN_PORT))
            : settings.find(RouteKeys.LISTEN_PORT);
    if (port.isEmpty() && !settings.has(RouteKeys.LISTEN_PORT) && !lenient) {
      settings.problem(
          RouteKeys.LISTEN_PORT, "is missing", "Say which port to listen on: listen_port = 9090.");
    }
    Optional<ModeFactory> mode =
        find(RouteKeys.MODE, settings.get(RouteKeys.MODE), catalog.modes(), "mode");
    Optional<ListenerFactory> listener =
        find(RouteKeys.LISTENER, settings.get(RouteKeys.LISTENER), catalog.listeners(), "listener");
    Optional<String> ownLog = settings.find(RouteKeys.LOG_FORMAT);
    String logName = ownLog.orElseGet(() -> globals.get(GlobalKeys.LOG_FORMAT));
    Optional<TrafficLogFactory> log =
        ownLog.isPresent()
            ? find(RouteKeys.LOG_FORMAT, logName, catalog.trafficLogs(), "log format")
            : Optional.ofNullable(catalog.trafficLogs().get(logName));
    if (mode.isEmpty()) {
      return;
    }
    Optional<Target> target = target();
    List<String> hosts = settings.get(RouteKeys.HOST).stream().map(HostPattern::normalise).toList();
    if (!hosts.isEmpty() && !mode.get().sharesListener()) {
      settings.problem(
          RouteKeys.HOST, "needs a mode that sees hosts", "Set mode = \"http\", or remove host.");
    }
    RouteFacts facts = new RouteFacts(routeName, hosts, target);
    List<RouteConfig.RouterChoice> routers = routers(mode.get(), facts);
    rejectUnknown(mode.get(), routers, log);
    for (Key<?> key : mode.get().keys()) {
      settings.find(key);
    }
    mode.get().check(facts, settings);
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
    int buffer =
        settings
            .find(RouteKeys.BUFFER_SIZE_KB)
            .orElseGet(() -> globals.get(GlobalKeys.BUFFER_SIZE_KB));
    String output =
        settings.find(RouteKeys.LOG_OUTPUT).orElseGet(() -> globals.get(GlobalKeys.LOG_OUTPUT));
    List<TargetPattern> allow = patterns(RouteKeys.ALLOW_TARGETS);
    List<TargetPattern> deny = patterns(RouteKeys.DENY_TARGETS);
    boolean enabled = settings.get(RouteKeys.ENABLED);
    if (port.isEmpty() || listener.isEmpty() || log.isEmpty() || !enabled) {
      settings.get(RouteKeys.TIMEOUT);
      settings.get(RouteKeys.MAX_RETRIES);
      return;
    }
    Settings logSettings = settings.table(logName);
    log.get().keys().forEach(logSettings::find);
    RouteConfig route =
        new RouteConfig(
            facts,
            logged ? level : LogLevel.NONE,
            log.get(),
            logSettings,
            output,
            settings.get(RouteKeys.TIMEOUT),
            settings.get(RouteKeys.MAX_RETRIES),
            connections,
            buffer * 1024,
            allow,
            deny,
            settings,
            routers);
    groups.add(address, port.get(), listener.get(), mode.get(), route, settings, main);
    warnOfOpenRelay(route, address, port.get(), warnings);
  }

  private Optional<Target> target() {
    if (main) {
      return target(globals.get(GlobalKeys.TARGET_ADDR), globals.get(GlobalKeys.TARGET_PORT));
    }
    boolean hasPort = settings.has(RouteKeys.TARGET_PORT);
    Optional<String> host = settings.find(RouteKeys.TARGET_ADDR);
    if (host.isPresent() && !host.get().equals(Addresses.UNUSED) && !hasPort && !lenient) {
      settings.problem(
          RouteKeys.TARGET_ADDR, "has no port", "Add target_port, or remove target_addr.");
    }
    int port = settings.find(RouteKeys.TARGET_PORT).orElse(0);
    return target(host.orElseGet(() -> globals.get(GlobalKeys.TARGET_ADDR)), port);
  }

  private static Optional<Target> target(String host, int port) {
    boolean none = port == 0 || host.equals(Addresses.UNUSED);
    return none ? Optional.empty() : Optional.of(new Target(host, port));
  }

  private List<RouteConfig.RouterChoice> routers(ModeFactory mode, RouteFacts facts) {
    List<String> names =
        settings
            .find(RouteKeys.ROUTERS)
            .filter(list -> !list.isEmpty())
            .orElse(mode.defaultRouters());
    List<RouteConfig.RouterChoice> chosen = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String router : names) {
      Optional<RouterFactory<?>> factory =
          find(RouteKeys.ROUTERS, router, catalog.routers(), "router");
      if (factory.isEmpty()) {
        continue;
      }
      if (!factory.get().requestType().isAssignableFrom(mode.requestType())) {
        settings.problem(
            RouteKeys.ROUTERS,
            "lists \"" + router + "\", which does not fit mode \"" + mode.name() + "\"",
            "Remove it, or change the mode.");
      } else if (!seen.add(router)) {
        settings.problem(RouteKeys.ROUTERS, "lists \"" + router + "\" twice", "Keep the first.");
      } else {
        TomlSettings own = settings.table(router);
        own.rejectUnknown(factory.get().keys(), Set.of(), key -> Optional.empty());
        factory.get().keys().forEach(own::find);
        create(factory.get(), own, facts).ifPresent(chosen::add);
      }
    }
    if (names.equals(List.of("fixed")) && facts.target().isEmpty() && !main && !lenient) {
      settings.problem(
          RouteKeys.TARGET_PORT,
          "is missing",
          "Say where to forward to: target_addr = \"127.0.0.1\" and target_port = 3000.");
    }
    return chosen;
  }

  private Optional<RouteConfig.RouterChoice> create(
      RouterFactory<?> factory, Settings own, RouteFacts facts) {
    try {
      return Optional.of(
          new RouteConfig.RouterChoice(
              factory, factory.create(own, new RouterSurroundings(context, facts))));
    } catch (RuntimeException | LinkageError e) {
      settings.problem(
          RouteKeys.ROUTERS,
          "lists \"" + factory.name() + "\", which failed to start: " + e,
          "This is a fault of " + catalog.owner(factory) + ".");
      return Optional.empty();
    }
  }

  private void rejectUnknown(
      ModeFactory mode, List<RouteConfig.RouterChoice> routers, Optional<TrafficLogFactory> log) {
    List<Key<?>> known = new ArrayList<>(RouteKeys.ALL);
    known.addAll(mode.keys());
    Set<String> tables = routers.stream().map(r -> r.factory().name()).collect(Collectors.toSet());
    log.ifPresent(
        l -> {
          tables.add(l.name());
          settings.table(l.name()).rejectUnknown(l.keys(), Set.of(), key -> Optional.empty());
        });
    if (!main) {
      settings.rejectUnknown(known, tables, key -> hint(key, mode));
    }
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

  private <F> Optional<F> find(Key<?> key, String wanted, Map<String, F> known, String kind) {
    F factory = known.get(wanted);
    if (factory == null) {
      settings.problem(
          key,
          "names the " + kind + " \"" + wanted + "\", which no plugin offers",
          Nearest.remedy(wanted, known.keySet()));
    }
    return Optional.ofNullable(factory);
  }

  private List<TargetPattern> patterns(Key<List<String>> key) {
    return settings.get(key).stream().map(TargetPattern::parse).toList();
  }

  private static void warnOfOpenRelay(
      RouteConfig route, String address, int port, List<String> warnings) {
    Collection<RouteConfig.RouterChoice> routers = route.routers();
    boolean open =
        routers.stream().anyMatch(r -> r.factory().clientChoosesTarget())
            && route.allow().isEmpty();
    boolean reachable = route.facts().hosts().isEmpty() || route.facts().target().isEmpty();
    boolean loopback =
        address.equals("localhost")
            || address.equals("::1")
            || (NetUtil.isValidIpV4Address(address) && address.startsWith("127."));
    if (open && reachable && !loopback) {
      warnings.add(
          "route "
              + route.facts().name()
              + ": anyone who reaches "
              + address
              + ":"
              + port
              + " can choose any backend that this machine reaches; set allow_targets, or listen on 127.0.0.1");
    }
  }
}
