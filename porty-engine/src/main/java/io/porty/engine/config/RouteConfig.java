package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.log.LogLevel;
import io.porty.api.log.TrafficLogFactory;
import io.porty.api.route.RouteFacts;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.engine.policy.TargetPattern;
import java.time.Duration;
import java.util.List;

/**
 * One route.
 *
 * @param logLevel {@code none} also where {@code log_requests} is false
 * @param logOutput where its traffic log writes: a value of the key {@code log_output}
 * @param modeSettings the mode's own keys
 * @param routers with their settings, in order
 */
public record RouteConfig(
    RouteFacts facts,
    LogLevel logLevel,
    TrafficLogFactory log,
    Settings logSettings,
    String logOutput,
    Duration timeout,
    int maxRetries,
    int maxConnections,
    int bufferBytes,
    List<TargetPattern> allow,
    List<TargetPattern> deny,
    Settings modeSettings,
    List<RouterChoice> routers) {

  public RouteConfig {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    routers = List.copyOf(routers);
  }

  /** A router of the chain, made from its own table. */
  public record RouterChoice(RouterFactory<?> factory, Router<?> router) {}
}
