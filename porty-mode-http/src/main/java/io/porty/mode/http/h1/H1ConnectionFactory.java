package io.porty.mode.http.h1;

import io.netty.channel.Channel;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Relay;
import io.porty.api.mode.WriteWatermarks;
import io.porty.mode.http.listener.ListenerState;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;

/**
 * HTTP/1.1 to the backends of one event loop: creates connections, and holds their shared state. On
 * that loop.
 */
public final class H1ConnectionFactory implements ConnectionFactory {

  private final ListenerState listener;
  private final H1ResponseParsing parsing;

  /**
   * @param lenient whether responses with unambiguous grammar violations are accepted
   */
  public H1ConnectionFactory(ListenerState listener, boolean lenient) {
    this.listener = listener;
    this.parsing = new H1ResponseParsing(listener.limits(), lenient);
  }

  @Override
  public PooledConnection open(Channel upstream, TargetPool pool) {
    H1ClientConnection connection = new H1ClientConnection(pool, this, upstream);
    connection.open();
    return connection;
  }

  H1ResponseParsing parsing() {
    return parsing;
  }

  /** Reports an internal error of a backend connection. */
  void failed(Throwable cause) {
    listener.faults().report("http_backend", cause);
  }

  Relay relay() {
    return listener.relay();
  }

  Conduit conduit(Channel channel) {
    return listener.conduits().apply(channel);
  }

  /** Sets write watermarks by memory pressure. Called before content is written to a channel. */
  void limitWrites(Channel to) {
    WriteWatermarks.keep(to, listener.shortOfMemory().getAsBoolean());
  }
}
