package io.porty.mode.tcp;

import io.porty.api.Bytes;
import io.porty.api.PeerCertificate;
import io.porty.api.ProxyFacts;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.TcpRouteRequest;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * An immutable snapshot of a connection, for routers that run after an asynchronous decision. No
 * more first bytes are read for them.
 *
 * @param text the first bytes, as ISO-8859-1
 */
record RetainedTcpRequest(
    String routeName,
    SocketAddress client,
    SocketAddress local,
    Optional<PeerCertificate> clientCertificate,
    Optional<ProxyFacts> proxyFacts,
    String text)
    implements TcpRouteRequest, Bytes {

  @Override
  public Optional<RouteRequest> snapshot() {
    return Optional.of(this);
  }

  @Override
  public Bytes firstBytes() {
    return this;
  }

  @Override
  public boolean moreMayCome() {
    return false;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public byte at(int index) {
    return (byte) text.charAt(index);
  }

  @Override
  public String toString() {
    return text;
  }
}
