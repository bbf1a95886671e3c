package io.porty.mode.http;

import io.netty.channel.Channel;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;
import java.util.function.Supplier;

/**
 * Which HTTP the backends of a route speak on one event loop: HTTP/2 by prior knowledge for {@code
 * h2c://}, by ALPN for {@code https://} where the route offers it, else HTTP/1.1. Nothing of HTTP/2
 * is loaded before the first connection that speaks it.
 */
final class BackendProtocols implements ConnectionFactory {

  private static final String H2 = "h2";

  private final ConnectionFactory http1;
  private final Supplier<ConnectionFactory> http2;
  private final boolean offersHttp2;

  /**
   * @param http2 the same each time, created when it is asked for first
   * @param offersHttp2 whether backends with TLS are offered HTTP/2
   */
  BackendProtocols(
      ConnectionFactory http1, Supplier<ConnectionFactory> http2, boolean offersHttp2) {
    this.http1 = http1;
    this.http2 = http2;
    this.offersHttp2 = offersHttp2;
  }

  @Override
  public PooledConnection open(Channel upstream, TargetPool pool) {
    return (speaksHttp2(upstream, pool.target()) ? http2.get() : http1).open(upstream, pool);
  }

  private boolean speaksHttp2(Channel upstream, Target target) {
    if (!mayShare(target)) {
      return false;
    }
    if (target.scheme() == Scheme.H2C) {
      return true;
    }
    TlsSession session = ConnectionFacts.tlsOf(upstream);
    return session != null && H2.equals(session.protocol());
  }

  @Override
  public boolean mayShare(Target target) {
    return target.scheme() == Scheme.H2C || (offersHttp2 && target.scheme() == Scheme.HTTPS);
  }
}
