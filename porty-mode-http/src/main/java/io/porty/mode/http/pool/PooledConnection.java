package io.porty.mode.http.pool;

import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * A backend connection as the pool sees it: open, idle or leased. Holds the links of the pool's
 * lists, so that neither acquire nor release allocates. On its event loop.
 */
public abstract class PooledConnection implements UpstreamStream {

  private final TargetPool pool;
  private final int openedAt;
  private int idleSince;

  /** Links of the idle lists, used by {@link IdleList} and {@link TargetPool}. */
  @Nullable PooledConnection older;

  @Nullable PooledConnection newer;
  boolean listed;

  protected PooledConnection(TargetPool pool) {
    this.pool = pool;
    this.openedAt = pool.now();
  }

  /** The pool of the connection. */
  protected final TargetPool pool() {
    return pool;
  }

  final int openedAt() {
    return openedAt;
  }

  final int idleSince() {
    return idleSince;
  }

  final void idleSince(int tick) {
    idleSince = tick;
  }

  /** Whether it is open and not leased. */
  public abstract boolean isIdle();

  /** Whether it is bound to one client. */
  public abstract boolean isBound();

  /**
   * Ends the lease after {@link UpstreamStream.Handler#responseEnded}.
   *
   * @param requestComplete whether the request is sent completely
   * @return whether it is open and reusable; otherwise it is closed
   */
  public abstract boolean release(boolean requestComplete);

  /** Closes it so that the backend cannot take an incomplete request for complete. */
  public abstract void close();
}
