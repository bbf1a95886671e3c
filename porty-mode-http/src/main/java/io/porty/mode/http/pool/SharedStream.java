package io.porty.mode.http.pool;

/** A stream of a {@link SharedConnection}, for one request. On its event loop. */
public abstract class SharedStream extends PooledConnection {

  protected SharedStream(TargetPool pool) {
    super(pool);
  }

  /** Streams are not bound; a connection that names its client has one only. */
  @Override
  public final boolean isBound() {
    return false;
  }

  @Override
  public final void bindToClient() {
    retire();
  }
}
