package io.porty.engine.runtime;

import io.netty.channel.EventLoop;
import io.porty.api.Settings;
import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.ClientCertPolicy;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Endpoints;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.Route;
import io.porty.api.mode.RouteMeter;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.engine.config.RouteConfig;
import io.porty.engine.lifecycle.ManagedComponent;
import io.porty.engine.observe.metrics.RouteMeters;
import io.porty.engine.route.RouterChain;
import java.time.Duration;
import java.util.List;

/**
 * The running state of a route, and what modes see of it.
 *
 * @param upstreams the way to its backends
 * @param telemetry its access log, meters and fault reports
 * @param loggedFields header fields of the request that the access logs record
 * @param components the routers and access logs, which have a lifecycle
 * @param onClosed to be run on the access log's thread when all components are closed
 */
public record RouteRuntime(
    RouteConfig config,
    RouterChain chain,
    RouteUpstreams upstreams,
    RouteTelemetry telemetry,
    List<String> loggedFields,
    List<ManagedComponent> components,
    Runnable onClosed)
    implements Route {

  /** The access log, which never blocks. */
  public AccessLogControl records() {
    return telemetry.records();
  }

  /** The counters of its traffic. */
  public RouteMeters meters() {
    return telemetry.meters();
  }

  @Override
  public Dialer dialer() {
    return upstreams.dialer();
  }

  @Override
  public Dialer dialer(String applicationProtocol) {
    return upstreams.offering().apply(applicationProtocol);
  }

  @Override
  public Endpoints endpoints() {
    return upstreams.endpoints();
  }

  @Override
  public FaultReporter faults() {
    return telemetry.faults();
  }

  @Override
  public ClientCertPolicy clientCertPolicy() {
    return config.clientCerts().policy();
  }

  @Override
  public RouteInfo facts() {
    return config.facts();
  }

  @Override
  public Settings settings() {
    return config.modeSettings();
  }

  /**
   * The cast is safe: the configuration check matches every router with the mode's request type.
   */
  @Override
  @SuppressWarnings("unchecked")
  public <R extends RouteRequest> Router<R> router(Class<R> requestType) {
    return (Router<R>) (Router<?>) chain;
  }

  @Override
  public AccessLog log() {
    return records().log();
  }

  @Override
  public LogLevel logLevel() {
    return records().level();
  }

  @Override
  public boolean isRecorded() {
    return records().isWanted();
  }

  @Override
  public RouteMeter meter(EventLoop loop) {
    return meters().of(loop);
  }

  @Override
  public Duration timeout() {
    return config.timeout();
  }

  @Override
  public int bufferBytes() {
    return config.bufferBytes();
  }
}
