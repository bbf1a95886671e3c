package io.porty.mode.tcp;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.mode.ConnectionSnapshot;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.api.route.RouteRequest;
import java.time.Duration;
import java.util.Optional;

/** The mode {@code tcp} of one listening address, which has exactly one route. */
final class TcpMode implements Mode {

  private final Route route;
  private final Relay relay;
  private final Duration idleTimeout;
  private final long firstBytesMillis;
  private final ModeContext context;

  TcpMode(ModeContext context) {
    this.context = context;
    this.route = context.routes().get(0);
    this.relay = context.relay();
    this.idleTimeout = route.settings().get(TcpPlugin.IDLE_TIMEOUT);
    this.firstBytesMillis =
        context.listenerSettings().get(TcpPlugin.FIRST_BYTES_TIMEOUT).toMillis();
  }

  @Override
  public void accept(Channel client) {
    session(client).start();
  }

  @Override
  public void refuse(Channel client, Failure why) {
    session(client).refuse(why);
  }

  private TcpSession session(Channel client) {
    return new TcpSession(
        route, relay, idleTimeout, firstBytesMillis, client, context.reserveIds(1));
  }

  @Override
  public Optional<ConnectionSnapshot> describe(Channel client) {
    return Optional.ofNullable(client.pipeline().get(TcpSession.class)).map(TcpSession::snapshot);
  }

  @Override
  public Optional<Route> routeFor(RouteRequest request) {
    return Optional.of(route);
  }
}
