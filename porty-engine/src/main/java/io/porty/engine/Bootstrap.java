package io.porty.engine;

import io.porty.api.Key;
import io.porty.api.Target;
import io.porty.api.log.LogLevel;
import io.porty.engine.accesslog.LogSinks;
import io.porty.engine.config.ConfigException;
import io.porty.engine.config.ConfigLoader;
import io.porty.engine.config.GlobalKeys;
import io.porty.engine.config.Overrides;
import io.porty.engine.config.PortyConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.config.WatchedFiles;
import io.porty.engine.handoff.FdReceiver;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.engine.runtime.EngineContext;
import io.porty.net.transport.TcpKeepAlive;
import io.porty.net.transport.Transport;
import io.porty.net.transport.Transports;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps before the object graph exists: configuration, transport, log outputs, sockets. */
final class Bootstrap {

  /**
   * Reads and checks the configuration.
   *
   * @param files receives the files that are read, also if they contain errors
   * @param former what serves now; null at the start
   * @throws ConfigException with every error that was found
   */
  static PortyConfig read(
      PluginCatalog catalog,
      EngineContext context,
      PortyOptions options,
      WatchedFiles files,
      @Nullable PortyConfig former)
      throws ConfigException {
    Overrides overrides = Overrides.none();
    for (Map.Entry<String, Object> entry : options.globals().entrySet()) {
      Key<?> key =
          Stream.concat(GlobalKeys.ALL.stream(), Stream.of(GlobalKeys.TLS))
              .filter(k -> k.name().equals(entry.getKey()))
              .findFirst()
              .orElseThrow(() -> new ConfigException("unknown global key " + entry.getKey()));
      overrides.with(key, entry.getValue());
    }
    ConfigLoader loader =
        new ConfigLoader(
            catalog,
            context,
            System.getenv(),
            files,
            former == null ? null : former.certificates());
    return options.config().isPresent()
        ? loader.load(options.config().get(), overrides)
        : loader.withoutFile(overrides);
  }

  /**
   * The transport that the configuration selects.
   *
   * @throws IllegalArgumentException if it is unavailable on this machine or cannot serve the
   *     configuration, for example Unix domain sockets
   */
  static Transport transport(PortyConfig config) {
    Transport transport =
        Transports.choose(config.transport())
            .withKeepAlive(
                new TcpKeepAlive(
                    config.globals().get(GlobalKeys.TCP_KEEPALIVE_IDLE),
                    config.globals().get(GlobalKeys.TCP_KEEPALIVE_INTERVAL),
                    config.globals().get(GlobalKeys.TCP_KEEPALIVE_COUNT)));
    boolean unix =
        config.groups().stream()
            .anyMatch(
                group ->
                    group.isUnix()
                        || group.routes().stream()
                            .anyMatch(r -> r.trusted().stream().anyMatch(Target::isUnix)));
    if (unix || config.admin().map(admin -> admin.listen().isUnix()).orElse(false)) {
      transport.unixSockets();
    }
    return transport;
  }

  /** Receives the listening sockets of the predecessor or of systemd, if there are any. */
  static FdReceiver receiveSockets(PortyOptions options, Transport transport)
      throws StartException {
    try {
      return FdReceiver.receive(options.predecessor(), options.environment());
    } catch (IOException e) {
      throw new StartException(
          StartException.FAILED,
          "cannot take over the listening sockets with transport "
              + transport.name()
              + ": "
              + e.getMessage());
    }
  }

  static LogSinks sinks(PortyConfig config, PortyOptions options) throws StartException {
    LogSinks sinks = new LogSinks(config.logRotation(), options.traffic());
    try {
      openAll(sinks, config);
    } catch (StartException e) {
      sinks.close();
      throw e;
    }
    return sinks;
  }

  static void openAll(LogSinks sinks, PortyConfig config) throws StartException {
    for (VirtualHosts group : config.groups()) {
      for (RouteConfig route : group.routes()) {
        if (route.logLevel() != LogLevel.NONE) {
          open(sinks, route);
        }
      }
    }
  }

  private static void open(LogSinks sinks, RouteConfig route) throws StartException {
    for (RouteConfig.LogChoice log : route.logs()) {
      try {
        sinks.open(log.output());
      } catch (IOException e) {
        throw unwritable(route, log, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Checks that the outputs of the access logs can be opened, without creating them. */
  static void checkLogs(PortyConfig config) throws StartException {
    for (VirtualHosts group : config.groups()) {
      for (RouteConfig route : group.routes()) {
        for (RouteConfig.LogChoice log : route.logs()) {
          Optional<String> problem =
              route.logLevel() == LogLevel.NONE ? Optional.empty() : LogSinks.problem(log.output());
          if (problem.isPresent()) {
            throw unwritable(route, log, problem.get());
          }
        }
      }
    }
  }

  private static StartException unwritable(
      RouteConfig route, RouteConfig.LogChoice log, String reason) {
    return new StartException(
        StartException.CONFIGURATION,
        "route "
            + route.facts().name()
            + ": log_output \""
            + log.output()
            + "\" cannot be written: "
            + reason);
  }

  private Bootstrap() {}
}
