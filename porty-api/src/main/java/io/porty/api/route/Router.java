package io.porty.api.route;

import io.porty.api.Lifecycle;

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
@FunctionalInterface
public interface Router<R extends RouteRequest> extends Lifecycle {

  RouteAnswer route(R request);
}
