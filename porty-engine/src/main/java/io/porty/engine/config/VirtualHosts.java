package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.HttpRouteRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one listening address. They have one mode and are distinguished by their hosts.
 *
 * @param passthrough server names whose connections another route gets undecrypted; null for none
 */
public record VirtualHosts(
    ListenAddress at,
    ListenerConfig listenerConfig,
    ModeFactory mode,
    List<RouteConfig> routes,
    @Nullable Passthrough passthrough) {

  VirtualHosts(
      ListenAddress at, ListenerConfig listenerConfig, ModeFactory mode, List<RouteConfig> routes) {
    this(at, listenerConfig, mode, routes, null);
  }

  public VirtualHosts {
    routes = List.copyOf(routes);
  }

  /** As configured; the path of a Unix domain socket. */
  public String address() {
    return at.host();
  }

  /** 0 for a free port and for a Unix domain socket, -1 where the listener needs no address. */
  public int port() {
    return at.port();
  }

  /** Accepts the connections. */
  public ListenerFactory listener() {
    return listenerConfig.kind();
  }

  /** Its own keys. */
  public Settings listenerSettings() {
    return listenerConfig.kindSettings();
  }

  /** Whether it serves HTTP on a port, without TLS. */
  boolean isPlainHttp() {
    return HttpRouteRequest.class.isAssignableFrom(mode.requestType())
        && listenerConfig.tls() == null
        && !isUnix();
  }

  public boolean isUnix() {
    return at.unix();
  }

  /** Whether the address is configured, rather than chosen by the listener itself. */
  public boolean hasAddress() {
    return at.isWritten();
  }

  /** The configured address as text, for messages. */
  public String place() {
    return hasAddress() ? at.text() : "listener " + listener().name() + " of " + address();
  }

  /** The listener or route that owns the address, for messages. */
  public String owner() {
    return listenerConfig.isNamed()
        ? "listener " + listenerConfig.name()
        : "route " + routes.get(0).facts().name();
  }

  /** Maximum of open connections; further clients wait. */
  public int maxConnections() {
    return listenerConfig.limits().maxConnections();
  }

  /**
   * By default one client may use nine tenths of a listener's connections, so that a client that
   * opens as many as it can does not lock out all others.
   */
  private static final int SHARE_OF_OTHERS = 10;

  /** Connections of one client above which further ones are refused; 0 for no limit. */
  public int maxConnectionsPerClient() {
    return Math.max(0, listenerConfig.limits().maxConnectionsPerClient());
  }

  /** Connections of one client above which further ones wait; 0 for no limit. */
  public int clientShare() {
    boolean isSet = listenerConfig.limits().maxConnectionsPerClient() != ListenerLimits.NOT_SET;
    int others = maxConnections() / SHARE_OF_OTHERS;
    return isSet || others == 0 ? 0 : maxConnections() - others;
  }

  /** Maximum size of one read from a client. */
  public int bufferBytes() {
    return listenerConfig.limits().bufferBytes();
  }
}
