package io.porty.mode.http.h2;

import io.netty.channel.Channel;
import io.porty.api.Target;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;

/**
 * HTTP/2 to the backends of one event loop: creates connections, and holds their shared state. On
 * that loop.
 */
public final class H2ConnectionFactory implements ConnectionFactory {

  private final H2ClientLoop loop;

  public H2ConnectionFactory(ListenerState listener) {
    this.loop = new H2ClientLoop(listener);
  }

  @Override
  public PooledConnection open(Channel upstream, TargetPool pool) {
    H2ClientConnection connection = new H2ClientConnection(pool, loop, upstream);
    return connection.open();
  }

  @Override
  public boolean mayShare(Target target) {
    return true;
  }
}
