package io.porty.engine.builtin;

import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;

/** {@code fixed}: the route's own target, for any protocol. Passes where the route has none. */
final class FixedRouter implements RouterFactory<RouteRequest> {

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public Class<RouteRequest> requestType() {
    return RouteRequest.class;
  }

  @Override
  public Router<RouteRequest> create(Settings settings, Context context) {
    Decision decision =
        context
            .route()
            .target()
            .<Decision>map(t -> Decision.to(t, "fixed"))
            .orElseGet(Decision::pass);
    return request -> decision;
  }
}
