package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.log.LogLevel;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;
import io.porty.engine.accesslog.DeferredSink;
import io.porty.net.opening.proxy.ProxyVersion;
import io.porty.net.policy.TargetRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One route.
 *
 * @param logLevel {@code none} also where {@code log_requests} is false
 * @param logs at least one
 * @param bufferBytes maximum size of one read from a backend
 * @param rules for targets that clients choose
 * @param trusted targets that the configuration names, the fixed one included: the operator's
 *     choice
 * @param modeSettings the mode's own keys
 * @param routers with their settings, in order
 * @param alpn application protocols that its mode speaks
 * @param upstreamTls TLS towards its backends; null for the defaults
 * @param clientCerts which certificates its clients have to show
 */
public record RouteConfig(
    RouteInfo facts,
    LogLevel logLevel,
    List<LogChoice> logs,
    Duration timeout,
    int maxRetries,
    int bufferBytes,
    TargetRules rules,
    Set<Target> trusted,
    Settings modeSettings,
    List<RouterChoice> routers,
    List<String> alpn,
    @Nullable UpstreamTlsConfig upstreamTls,
    ClientCertConfig clientCerts) {

  public RouteConfig {
    logs = List.copyOf(logs);
    trusted = Set.copyOf(trusted);
    routers = List.copyOf(routers);
    alpn = List.copyOf(alpn);
  }

  /** Time limit for connecting, all attempts together. */
  public Duration connectTimeout() {
    Duration own = modeSettings.get(RouteKeys.CONNECT_TIMEOUT);
    return own.isZero() ? timeout : own;
  }

  /** The PROXY header that its connections to backends begin with; null for none. */
  public @Nullable ProxyVersion sendProxy() {
    return modeSettings
        .find(RouteKeys.SEND_PROXY)
        .map(version -> version.equals("v1") ? ProxyVersion.V1 : ProxyVersion.V2)
        .orElse(null);
  }

  /** Whether a router of the chain lets clients choose. */
  public boolean clientChoosesTarget() {
    return routers.stream().anyMatch(choice -> choice.factory().clientChoosesTarget());
  }

  /**
   * A router of the chain, created from its own table.
   *
   * @param named the targets that its table names, and the route's fixed one
   */
  public record RouterChoice(
      RouterFactory<?> factory, Router<?> router, Settings settings, Set<Target> named) {
    public RouterChoice {
      named = Set.copyOf(named);
    }
  }

  /**
   * An access log of the route.
   *
   * @param settings its own keys
   * @param output where it writes text: a value of the key {@code log_output}
   * @param sample the ratio of recorded requests, 0 to 1; failures are always recorded
   * @param log made of its own table
   * @param sink to be bound to the output
   */
  public record LogChoice(
      AccessLogFactory factory,
      Settings settings,
      String output,
      double sample,
      AccessLog log,
      DeferredSink sink) {}
}
