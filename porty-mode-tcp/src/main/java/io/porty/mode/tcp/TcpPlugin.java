package io.porty.mode.tcp;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouterFactory;
import io.porty.api.route.TcpRouteRequest;
import java.time.Duration;
import java.util.List;

/** Provides the mode {@code tcp} and the router {@code sni}. */
public final class TcpPlugin implements PortyPlugin {

  static final Key<Duration> IDLE_TIMEOUT =
      Key.seconds(
          "idle_timeout_seconds",
          0,
          0,
          31_536_000,
          "Closes a connection after this time without data in either direction; 0 disables it");

  static final Key<Duration> FIRST_BYTES_TIMEOUT =
      Key.seconds(
          "inspect_delay_seconds",
          3,
          0.05,
          3600,
          "How long a router may wait for the first bytes of a client");

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(new SniRouter());
  }

  @Override
  public List<ModeFactory> modes() {
    return List.of(
        new ModeFactory() {
          @Override
          public String name() {
            return "tcp";
          }

          @Override
          public Class<TcpRouteRequest> requestType() {
            return TcpRouteRequest.class;
          }

          @Override
          public List<Key<?>> keys() {
            return List.of(IDLE_TIMEOUT);
          }

          @Override
          public List<Key<?>> listenerKeys() {
            return List.of(FIRST_BYTES_TIMEOUT);
          }

          @Override
          public void check(RouteInfo route, Settings settings) {
            route.target().ifPresent(to -> TcpTargets.check(to, TcpTargets.TARGET, settings));
          }

          @Override
          public Mode create(ModeContext context) {
            return new TcpMode(context);
          }
        });
  }
}
