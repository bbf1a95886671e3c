package io.porty.mode.http.settings;

import io.porty.api.Settings;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.Route;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.rewrite.RequestTrace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP route with its settings read once; immutable, used from every loop. Times are in ticks of
 * {@link #TICK_MILLIS}.
 */
public final class HttpRoute {

  /** How finely timeouts are kept: coarse enough to cost nothing, fine enough not to be noticed. */
  public static final int TICK_MILLIS = 100;

  private final Route route;
  private final int index;
  private final Router<HttpRouteRequest> router;
  private final List<String> loggedFields;
  private final int headTimeout;
  private final int bodyTimeout;
  private final int keepAliveTimeout;
  private final int responseTimeout;
  private final int queueTimeout;
  private final int upstreamIdleTimeout;
  private final int upstreamOnceIdle;
  private final int upstreamLifetime;
  private final int upstreamIdle;
  private final int upstreamConnections;
  private final Duration tunnelTimeout;
  private final RequestTrace.Mode trace;
  private final long maxBody;
  private final boolean preserveHost;
  private final List<AddressBlock> trusted;
  private final List<byte[]> upgrades;

  /**
   * @param index its place among the routes of its address
   */
  public HttpRoute(Route route, int index) {
    Settings settings = route.settings();
    this.route = route;
    this.index = index;
    this.router = route.router(HttpRouteRequest.class);
    this.loggedFields = List.copyOf(route.loggedFields());
    this.headTimeout = ticks(settings.get(HttpKeys.HEAD_TIMEOUT));
    this.bodyTimeout = ticks(settings.get(HttpKeys.BODY_TIMEOUT));
    this.keepAliveTimeout = ticks(settings.get(HttpKeys.KEEPALIVE_TIMEOUT));
    this.responseTimeout = ticks(route.timeout());
    Duration queued = settings.get(HttpKeys.QUEUE_TIMEOUT);
    this.queueTimeout = queued.isZero() ? responseTimeout : ticks(queued);
    this.upstreamIdleTimeout = ticks(settings.get(HttpKeys.UPSTREAM_IDLE_TIMEOUT));
    this.upstreamOnceIdle = ticks(settings.get(HttpKeys.UPSTREAM_ONCE_IDLE));
    this.upstreamLifetime = ticks(settings.get(HttpKeys.UPSTREAM_LIFETIME));
    this.upstreamIdle = settings.get(HttpKeys.UPSTREAM_IDLE);
    this.upstreamConnections = settings.get(HttpKeys.UPSTREAM_CONNECTIONS);
    this.tunnelTimeout = settings.get(HttpKeys.TUNNEL_TIMEOUT);
    this.trace = RequestTrace.Mode.valueOf(settings.get(HttpKeys.TRACE).toUpperCase(Locale.ROOT));
    this.maxBody = settings.get(HttpKeys.MAX_BODY);
    this.preserveHost = settings.get(HttpKeys.PRESERVE_HOST);
    this.upgrades =
        settings.get(HttpKeys.UPGRADE_PROTOCOLS).stream()
            .map(name -> Ascii.bytes(name.toLowerCase(Locale.ROOT)))
            .toList();
    this.trusted =
        settings.get(HttpKeys.TRUSTED_PROXIES).stream()
            .map(AddressBlock::parse)
            .flatMap(Optional::stream)
            .toList();
  }

  private static int ticks(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, (duration.toMillis() + TICK_MILLIS - 1) / TICK_MILLIS);
  }

  public Route route() {
    return route;
  }

  public String name() {
    return route.facts().name();
  }

  public int index() {
    return index;
  }

  public Router<HttpRouteRequest> router() {
    return router;
  }

  /** Whether a log, or somebody who watches, wants records now. */
  public boolean isRecorded() {
    return route.isRecorded();
  }

  /** The request header fields that every record has, in lower case. */
  public List<String> loggedFields() {
    return loggedFields;
  }

  public boolean isVerbose() {
    return route.logLevel() == LogLevel.VERBOSE;
  }

  public int headTimeout() {
    return headTimeout;
  }

  public int bodyTimeout() {
    return bodyTimeout;
  }

  public int keepAliveTimeout() {
    return keepAliveTimeout;
  }

  public int responseTimeout() {
    return responseTimeout;
  }

  public int queueTimeout() {
    return queueTimeout;
  }

  public int upstreamIdleTimeout() {
    return upstreamIdleTimeout;
  }

  public int upstreamOnceIdle() {
    return upstreamOnceIdle;
  }

  public int upstreamLifetime() {
    return upstreamLifetime;
  }

  /** On all loops together. */
  public int upstreamIdle() {
    return upstreamIdle;
  }

  /** To one target, on all loops together; 0 sets no bound. */
  public int upstreamConnections() {
    return upstreamConnections;
  }

  public Duration tunnelTimeout() {
    return tunnelTimeout;
  }

  public RequestTrace.Mode trace() {
    return trace;
  }

  /** 0 means any. */
  public long maxBody() {
    return maxBody;
  }

  public boolean preservesHost() {
    return preserveHost;
  }

  /** The protocols that may be switched to, in lower case. */
  public List<byte[]> upgrades() {
    return upgrades;
  }

  /** Whether a client's X-Forwarded-* fields are believed. */
  public boolean trusts(InetAddress client) {
    // By index: asked for each request, which is to allocate nothing.
    for (int i = 0; i < trusted.size(); i++) {
      if (trusted.get(i).contains(client)) {
        return true;
      }
    }
    return false;
  }
}
