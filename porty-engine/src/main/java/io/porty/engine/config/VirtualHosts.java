package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import java.util.List;

/**
 * The routes of one listening address; of one mode, told apart by their hosts if there are several.
 */
public record VirtualHosts(
    ListenAddress at, ListenerConfig listenerConfig, ModeFactory mode, List<RouteConfig> routes) {

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

  public boolean isUnix() {
    return at.unix();
  }

  /** Whether it listens where the configuration says, rather than where its listener knows. */
  public boolean hasAddress() {
    return at.isWritten();
  }

  /** Where it listens, for people, as it is written. */
  public String place() {
    return hasAddress() ? at.text() : "listener " + listener().name() + " of " + address();
  }

  /** Whose address it is, for people. */
  public String owner() {
    return listenerConfig.isNamed()
        ? "listener " + listenerConfig.name()
        : "route " + routes.get(0).facts().name();
  }

  /** Connections at once; further clients wait. */
  public int maxConnections() {
    return listenerConfig.limits().maxConnections();
  }

  /**
   * One client address takes no more than all but a tenth of a listener's connections, where nobody
   * has said how many it may have: whoever opens as many as it can does not keep everybody else
   * out.
   */
  private static final int SHARE_OF_OTHERS = 10;

  /** Beyond so many connections a client is refused; 0 for no limit. */
  public int maxConnectionsPerClient() {
    return Math.max(0, listenerConfig.limits().maxConnectionsPerClient());
  }

  /** Beyond so many connections a client waits while others may still come; 0 for no such share. */
  public int clientShare() {
    boolean said = listenerConfig.limits().maxConnectionsPerClient() != ListenerLimits.NOT_SAID;
    int others = maxConnections() / SHARE_OF_OTHERS;
    return said || others == 0 ? 0 : maxConnections() - others;
  }

  /** The most that is read from a client at once. */
  public int bufferBytes() {
    return listenerConfig.limits().bufferBytes();
  }
}
