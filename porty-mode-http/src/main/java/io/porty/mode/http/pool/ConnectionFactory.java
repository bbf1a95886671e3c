package io.porty.mode.http.pool;

import io.netty.channel.Channel;

/** Makes a pool's connections: the wire that is spoken to backends. */
@FunctionalInterface
public interface ConnectionFactory {

  /** Takes over a connected channel; on its loop. */
  PooledConnection open(Channel upstream, TargetPool pool);
}
