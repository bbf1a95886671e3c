package io.porty.mode.http.pool;

import io.porty.mode.http.stream.UpstreamStream;

/**
 * What a pool leases for one request: a whole backend connection, or a stream of a {@link
 * SharedConnection}. On its event loop.
 */
public abstract class PooledConnection extends PoolMember implements UpstreamStream {

  protected PooledConnection(TargetPool pool) {
    super(pool);
  }

  /**
   * Ends the lease after {@link UpstreamStream.Handler#responseEnded}.
   *
   * @param requestComplete whether the request is sent completely
   * @return whether it is open and reusable; otherwise it is closed, as every stream is
   */
  public abstract boolean release(boolean requestComplete);
}
