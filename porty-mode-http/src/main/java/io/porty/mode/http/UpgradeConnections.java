package io.porty.mode.http;

import io.netty.channel.Channel;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Route;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;

/**
 * HTTP/1.1 for upgrades on a route that offers backends HTTP/2: few of them take WebSockets there.
 *
 * @param http1 creates the connections
 */
record UpgradeConnections(ConnectionFactory http1) implements ConnectionFactory {

  private static final String HTTP_1 = "http/1.1";

  @Override
  public Dialer dialer(Route route) {
    return route.dialer(HTTP_1);
  }

  @Override
  public PooledConnection open(Channel upstream, TargetPool pool) {
    return http1.open(upstream, pool);
  }
}
