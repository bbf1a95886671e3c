package io.porty.mode.http.pool;

import io.porty.mode.http.stream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a backend as the pool sees it: open, idle or leased. The links of the lists that
 * it is in are here, so that neither lending nor taking back allocates. On its loop.
 */
public abstract class PooledConnection implements UpstreamStream {

  private final TargetPool pool;
  private final int openedAt;
  private int idleSince;

  /** Its place among the idle ones, kept by {@link IdleList} and {@link TargetPool}. */
  @Nullable PooledConnection older;

  @Nullable PooledConnection newer;
  boolean listed;

  protected PooledConnection(TargetPool pool) {
    this.pool = pool;
    this.openedAt = pool.now();
  }

  /** The pool that it belongs to. */
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

  /** Whether it is open, and no exchange runs on it. */
  public abstract boolean isIdle();

  /** Whether it serves one client alone. */
  public abstract boolean isBound();

  /**
   * Ends the lease after {@link UpstreamStream.Handler#responseEnded}.
   *
   * @param requestComplete whether all of the request was written
   * @return whether it is open and to be used again; else it is closed
   */
  public abstract boolean release(boolean requestComplete);

  /** Closes it: the backend must not see a request as complete that was not. */
  public abstract void close();
}
