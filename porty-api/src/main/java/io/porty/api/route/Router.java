package io.porty.api.route;

import io.porty.api.Lifecycle;
import io.porty.api.PluginImplements;

/**
 * Chooses a backend. {@link #route} is called on the client's event loop, for each connection (TCP)
 * or request (HTTP), from several loops at once: it must be thread-safe, must not wait, and answers
 * in about a microsecond. One that throws, returns null or answers too late refuses the request,
 * and the log names its plugin; one that keeps an event loop waiting is named with its stack.
 *
 * <pre>{@code
 * Router<HttpRouteRequest> beta =
 *     request -> request.path().startsWith("/beta") ? Decision.to(target, "beta") : Decision.pass();
 * }</pre>
 *
 * @param <R> the kind of request it understands
 * @since 0.1
 */
@PluginImplements
@FunctionalInterface
public interface Router<R extends RouteRequest> extends Lifecycle {

  /**
   * Decides. Called on an event loop, by several at once: it does not wait, and answers {@link
   * RouteAnswer#async} if it has to.
   *
   * @param request valid during the call; {@link RouteRequest#snapshot} keeps it
   * @return the decision, or that it comes later; never null
   */
  RouteAnswer route(R request);
}
