package io.porty.mode.http.router;

import io.porty.api.Settings;
import io.porty.api.route.Decision;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.Router;
import io.porty.api.route.RouterFactory;

/**
 * The router {@code host}: routes requests to the target of the route that their host selected. The
 * mode selects the route by host before any router runs, so this router decides for every route
 * with hosts and a target.
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
