package io.porty.net.tls.upstream;

import io.netty.channel.Channel;
import io.porty.api.Target;
import io.porty.net.tls.ClientContext;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.HandshakeMeter;
import io.porty.net.tls.TlsHandler;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one route towards its backends. By default a backend's certificate has to be for the
 * target's host, and issued by an authority that the system trusts (RFC 9110 section 4.3.4).
 * Thread-safe.
 */
public final class UpstreamTls implements AutoCloseable {

  private final UpstreamTrust trust;
  private final @Nullable String name;
  private final HandshakeMeter meter;
  private volatile ClientContext context;
  private boolean closed;

  /**
   * @param name sent and verified in place of the target's host; null for the target's host
   * @param meter of the route
   */
  public UpstreamTls(
      ClientContext context, UpstreamTrust trust, @Nullable String name, HandshakeMeter meter) {
    this.meter = meter;
    this.context = context;
    this.trust = trust;
    this.name = name;
  }

  /** Counts the handshakes of the route. */
  public HandshakeMeter meter() {
    return meter;
  }

  /** The handler that makes a connection to a target secure. On the channel's event loop. */
  public TlsHandler newHandler(Channel channel, Target target, HandshakeListener listener) {
    String host = name == null ? target.host() : name;
    return context.newHandler(channel, trust.peer(host, target.port()), listener);
  }

  /**
   * Has connections that are made from now on use another context.
   *
   * @param by owned by this from here on
   * @return what is to be closed when no handshake can begin with it any more: the former context,
   *     or the given one if this is closed
   */
  public synchronized ClientContext replace(ClientContext by) {
    if (closed) {
      return by;
    }
    ClientContext former = context;
    context = by;
    return former;
  }

  /** Whether no connection is made with it any more. */
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    context.close();
  }
}
