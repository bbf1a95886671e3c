package io.porty.engine.route;

import io.porty.api.Bytes;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.TcpRouteRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** A TCP connection on which nothing has been received, for {@code porty explain}. */
public record EmptyTcpRequest(String routeName) implements TcpRouteRequest {

  @Override
  public Optional<RouteRequest> snapshot() {
    return Optional.of(this);
  }

  @Override
  public SocketAddress client() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public SocketAddress local() {
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }

  @Override
  public Bytes firstBytes() {
    return Bytes.latin1("");
  }

  @Override
  public boolean moreMayCome() {
    return true;
  }
}
