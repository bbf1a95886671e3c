package io.porty.mode.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.porty.api.Bytes;
import io.porty.api.PeerCertificate;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.TcpRouteRequest;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The view of a connection that is valid during one router call. Copies nothing. */
final class TcpView implements TcpRouteRequest, Bytes {

  private final String route;
  private final Channel client;
  private final SocketAddress peer;
  private @Nullable ByteBuf first;
  private boolean more;
  private boolean open;

  TcpView(String route, Channel client, SocketAddress peer) {
    this.route = route;
    this.client = client;
    this.peer = peer;
  }

  /**
   * @param sent the bytes that the client has sent; null if none
   * @param moreMayCome whether more first bytes may be read
   */
  void open(@Nullable ByteBuf sent, boolean moreMayCome) {
    first = sent;
    more = moreMayCome;
    open = true;
  }

  void close() {
    first = null;
    open = false;
  }

  private void check() {
    if (!open) {
      throw new IllegalStateException(
          "the connection view is valid only until route() returns; call snapshot() to keep it");
    }
  }

  @Override
  public String routeName() {
    check();
    return route;
  }

  @Override
  public SocketAddress client() {
    check();
    return peer;
  }

  @Override
  public SocketAddress local() {
    check();
    return ConnectionFacts.localOf(client);
  }

  @Override
  public Optional<PeerCertificate> clientCertificate() {
    check();
    TlsSession tls = ConnectionFacts.tlsOf(client);
    return tls == null ? Optional.empty() : Optional.ofNullable(tls.peer());
  }

  @Override
  public Optional<ProxyFacts> proxyFacts() {
    check();
    return Optional.ofNullable(ConnectionFacts.proxyOf(client));
  }

  @Override
  public Optional<RouteRequest> snapshot() {
    check();
    return Optional.of(
        new RetainedTcpRequest(
            route, peer, local(), clientCertificate(), proxyFacts(), Bytes.latin1(toString())));
  }

  @Override
  public Bytes firstBytes() {
    check();
    return this;
  }

  @Override
  public boolean moreMayCome() {
    check();
    return more;
  }

  @Override
  public int length() {
    check();
    return first == null ? 0 : Math.min(MAX_FIRST_BYTES, first.readableBytes());
  }

  @Override
  public byte at(int index) {
    check();
    if (first == null || index >= length()) {
      throw new IndexOutOfBoundsException(index);
    }
    return first.getByte(first.readerIndex() + index);
  }

  @Override
  public String toString() {
    return first == null
        ? ""
        : first.toString(first.readerIndex(), length(), StandardCharsets.ISO_8859_1);
  }
}
