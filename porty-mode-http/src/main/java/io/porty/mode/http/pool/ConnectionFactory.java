package io.porty.mode.http.pool;

import io.netty.channel.Channel;

/** Creates the connections of a pool, for a protocol. */
@FunctionalInterface
public interface ConnectionFactory {

  /** Takes ownership of a connected channel. On its event loop. */
  PooledConnection open(Channel upstream, TargetPool pool);
}
