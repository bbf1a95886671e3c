package io.porty.mode.http.pool;

/**
 * A backend connection that carries several requests at a time. The pool leases its streams; the
 * connection itself is listed while it has none. On its event loop.
 */
public abstract class SharedConnection extends PoolMember {

  protected SharedConnection(TargetPool pool) {
    super(pool);
  }

  /** Number of open streams. */
  public abstract int streams();

  /**
   * Whether another stream can be opened: the backend's limit is known and not reached, and the
   * connection is not about to be closed.
   */
  public abstract boolean hasRoom();

  /** Opens a stream; there must be room. */
  public abstract SharedStream openStream();

  /** No further streams are opened; it closes after the last one. */
  public abstract void retire();

  @Override
  public final boolean isIdle() {
    return streams() == 0 && hasRoom();
  }

  /** Nothing of one client is on a shared connection. */
  @Override
  public final boolean isBound() {
    return false;
  }
}
