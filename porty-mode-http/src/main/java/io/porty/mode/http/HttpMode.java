package io.porty.mode.http;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.mode.ClientLook;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Route;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteRequest;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.exchange.HttpAddress;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** HTTP/1.1 and 1.0 on one listening address. */
final class HttpMode implements Mode {

  private final HttpAddress address;

  HttpMode(ModeContext context) {
    this.address = new HttpAddress(context);
  }

  @Override
  public void accept(Channel client) {
    address.accept(client);
  }

  @Override
  public void refuse(Channel client, Failure why) {
    address.refuse(client, why.code());
  }

  @Override
  public void drain(Channel client) {
    address.drain(client);
  }

  /** Between requests a connection can go on under another configuration. */
  @Override
  public void handOver(Channel client, Handover to) {
    address.handOver(client, () -> to.enter() instanceof HttpMode next ? next.address : null);
  }

  @Override
  public void makeRoom() {
    address.makeRoom();
  }

  @Override
  public void makeRoom(Predicate<Channel> whose, BooleanSupplier wanted) {
    address.makeRoom(whose, wanted);
  }

  @Override
  public Optional<ClientLook> look(Channel client) {
    return address.look(client);
  }

  @Override
  public Optional<Route> routeFor(RouteRequest request) {
    String authority = request instanceof HttpRouteRequest http ? http.authority() : "";
    return Optional.ofNullable(address.routeFor(authority)).map(HttpRoute::route);
  }

  @Override
  public void close() {
    address.close();
  }
}
