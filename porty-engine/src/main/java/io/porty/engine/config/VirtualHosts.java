package io.porty.engine.config;

import io.porty.api.Settings;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.mode.ModeFactory;
import java.util.List;

/**
 * The routes of one listening address; of one mode, told apart by their hosts if there are several.
 *
 * @param address as configured; the path of a Unix domain socket
 * @param port 0 for a Unix domain socket, -1 where the listener needs no address
 * @param listenerSettings the listener's own keys, of the first route
 */
public record VirtualHosts(
    String address,
    int port,
    ListenerFactory listener,
    Settings listenerSettings,
    ModeFactory mode,
    List<RouteConfig> routes) {

  public VirtualHosts {
    routes = List.copyOf(routes);
  }

  /** The port of a group whose listener needs no address; its address is the name of its route. */
  static final int NO_PORT = -1;

  public boolean isUnix() {
    return port == 0;
  }

  /** Whether it listens where the configuration says, rather than where its listener knows. */
  public boolean hasAddress() {
    return port != NO_PORT;
  }

  /** Where it listens, for people. */
  public String place() {
    if (isUnix()) {
      return "unix:" + address;
    }
    if (!hasAddress()) {
      return "listener " + listener.name() + " of " + address;
    }
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
  }

  /** The limits of the routes added up: a connection is accepted before its route is known. */
  public int maxConnections() {
    long sum = routes.stream().mapToLong(RouteConfig::maxConnections).sum();
    return (int) Math.min(Integer.MAX_VALUE, sum);
  }

  /**
   * One client address takes no more than all but a tenth of a listener's connections, where nobody
   * has said how many it may have: whoever opens as many as it can does not keep everybody else
   * out.
   */
  private static final int SHARE_OF_OTHERS = 10;

  /**
   * Beyond so many connections a client is refused: the most generous of the routes; 0, which sets
   * no limit, where one of them says so or does not say.
   */
  public int maxConnectionsPerClient() {
    boolean none = routes.stream().anyMatch(route -> route.maxConnectionsPerClient() <= 0);
    return none
        ? 0
        : routes.stream().mapToInt(RouteConfig::maxConnectionsPerClient).max().orElse(0);
  }

  /** Beyond so many connections a client waits while others may still come; 0 for no such share. */
  public int clientShare() {
    boolean said =
        routes.stream().anyMatch(route -> route.maxConnectionsPerClient() == 0)
            || maxConnectionsPerClient() > 0;
    int others = maxConnections() / SHARE_OF_OTHERS;
    return said || others == 0 ? 0 : maxConnections() - others;
  }

  /** The largest read that any of the routes allows. */
  public int bufferBytes() {
    return routes.stream().mapToInt(RouteConfig::bufferBytes).max().orElse(8192);
  }
}
