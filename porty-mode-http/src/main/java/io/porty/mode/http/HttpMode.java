package io.porty.mode.http;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Route;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteRequest;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.listener.ServerConnection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** HTTP/2, HTTP/1.1 and HTTP/1.0 on one listening address. */
final class HttpMode implements Mode {

  private final HttpListener listener;

  HttpMode(ModeContext context) {
    this.listener = new HttpListener(context);
  }

  @Override
  public void accept(Channel client) {
    listener.accept(client);
  }

  @Override
  public void refuse(Channel client, Failure why) {
    listener.refuse(client, why.code());
  }

  @Override
  public void drain(Channel client) {
    listener.drain(client);
  }

  /** Moves the connection to another configuration, between two requests or streams. */
  @Override
  public void migrate(Channel client, ConnectionMigration to) {
    listener.migrate(client, new ToListener(to));
  }

  /** The listener of the mode that a connection moves to. */
  private record ToListener(ConnectionMigration to) implements ServerConnection.Move {

    @Override
    public Runnable hold() {
      return to.hold();
    }

    @Override
    public ServerConnection.@Nullable Successor enter() {
      return to.enter() instanceof HttpMode next ? next.listener : null;
    }
  }

  @Override
  public void evictIdle() {
    listener.evictIdle();
  }

  @Override
  public void evictIdle(Predicate<Channel> candidates, BooleanSupplier needed) {
    listener.evictIdle(candidates, needed);
  }

  @Override
  public Optional<ConnectionSnapshot> describe(Channel client) {
    return listener.describe(client);
  }

  @Override
  public Optional<Route> routeFor(RouteRequest request) {
    String authority = request instanceof HttpRouteRequest http ? http.authority() : "";
    return Optional.ofNullable(listener.routeFor(authority)).map(HttpRoute::route);
  }

  @Override
  public void close() {
    listener.close();
  }
}
