package io.porty.mode.http;

import io.netty.channel.Channel;
import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.mode.http.pool.ConnectionFactory;
import io.porty.mode.http.pool.Http1Targets;
import io.porty.mode.http.pool.PooledConnection;
import io.porty.mode.http.pool.TargetPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which HTTP the backends of a route speak on one event loop: HTTP/2 by prior knowledge for {@code
 * h2c://}, by ALPN for {@code https://} where the route offers it, else HTTP/1.1. Nothing of HTTP/2
 * is loaded before the first connection that speaks it.
 */
final class BackendProtocols implements ConnectionFactory {

  private static final String H2 = "h2";

  private final ConnectionFactory http1;
  private final Supplier<ConnectionFactory> http2;

  /** Null if backends with TLS are not offered HTTP/2. */
  private final @Nullable Http1Targets required;

  /**
   * @param http2 the same each time, created when it is asked for first
   * @param required learns which backends with TLS want HTTP/1.1; null if they are not offered
   *     HTTP/2
   */
  BackendProtocols(
      ConnectionFactory http1, Supplier<ConnectionFactory> http2, @Nullable Http1Targets required) {
    this.http1 = http1;
    this.http2 = http2;
    this.required = required;
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
    return target.scheme() == Scheme.H2C || isOffered(target);
  }

  private boolean isOffered(Target target) {
    return required != null && target.scheme() == Scheme.HTTPS;
  }

  /** Without TLS there is no other protocol to agree on. */
  @Override
  public boolean requireHttp1(TargetPool pool) {
    Http1Targets targets = required;
    if (targets == null || !isOffered(pool.target())) {
      return false;
    }
    targets.add(pool);
    return true;
  }
}
