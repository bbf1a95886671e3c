package io.porty.mode.http;

import io.netty.channel.Channel;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Route;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;

/**
 * HTTP/1.1 on a route that offers backends HTTP/2: for upgrades, because few of them take
 * WebSockets there, and for what a backend wants to have in HTTP/1.1.
 *
 * @param http1 creates the connections
 */
record Http1Connections(ConnectionFactory http1) implements ConnectionFactory {

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
