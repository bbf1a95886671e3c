package io.porty.mode.http.router;

import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;

/**
 * {@code host}: a request whose host selected a route goes to that route's target. The selecting is
 * the mode's, which finds the route before any router is asked; so this one only answers for routes
 * that have hosts and a target.
 */
public final class HostRouter implements RouterFactory<HttpRouteRequest> {

  @Override
  public String name() {
    return "host";
  }

  @Override
  public Class<HttpRouteRequest> requestType() {
    return HttpRouteRequest.class;
  }

  @Override
  public Router<HttpRouteRequest> create(Settings settings, Context context) {
    Decision decision =
        context.route().hosts().isEmpty()
            ? Decision.pass()
            : context
                .route()
                .target()
                .<Decision>map(t -> Decision.to(t, "host"))
                .orElseGet(Decision::pass);
    return request -> decision;
  }
}
