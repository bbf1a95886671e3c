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
 * @param firstBytes a copy
 */
record RetainedTcpRequest(
    String routeName,
    SocketAddress client,
    SocketAddress local,
    Optional<PeerCertificate> clientCertificate,
    Optional<ProxyFacts> proxyFacts,
    Bytes firstBytes)
    implements TcpRouteRequest {

  @Override
  public Optional<RouteRequest> snapshot() {
    return Optional.of(this);
  }

  @Override
  public boolean moreMayCome() {
    return false;
  }
}
