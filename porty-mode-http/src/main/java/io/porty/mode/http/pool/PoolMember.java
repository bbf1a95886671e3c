package io.porty.mode.http.pool;

import org.jspecify.annotations.Nullable;

/**
 * What a pool lists while it is idle: a connection that is leased as a whole, or one whose streams
 * are leased. Holds the links of the idle list, so that listing allocates nothing. On its event
 * loop.
 */
public abstract class PoolMember {

  private final TargetPool pool;
  private final int openedAt;
  private int idleSince;

  /** Links of the idle list, used by {@link IdleList}. */
  @Nullable PoolMember older;

  @Nullable PoolMember newer;
  boolean listed;

  protected PoolMember(TargetPool pool) {
    this.pool = pool;
    this.openedAt = pool.now();
  }

  /** The pool of the connection. */
  protected final TargetPool pool() {
    return pool;
  }

  /** As {@link TargetPool#requireHttp1}. */
  public final boolean requireHttp1() {
    return pool.requireHttp1();
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

  /** Closes it so that the backend cannot take an incomplete request for complete. */
  public abstract void close();
}
