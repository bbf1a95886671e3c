package io.porty.engine.builtin;

import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;

/** Router {@code fixed}: chooses the route's target, for any protocol; passes without a target. */
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
