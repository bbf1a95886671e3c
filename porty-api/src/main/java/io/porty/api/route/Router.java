package io.porty.api.route;

/**
 * Chooses a backend. Called on the client's event loop, for each connection (TCP) or request
 * (HTTP), from several loops at once: it must be thread-safe, must not wait, and answers in about a
 * microsecond. One that throws, returns null or answers too late refuses the request, and the log
 * names its plugin.
 *
 * <p>A router that is {@link AutoCloseable} is closed when its route goes away.
 *
 * @param <R> the kind of request it understands
 */
@FunctionalInterface
public interface Router<R extends RouteRequest> {
  RouteAnswer route(R request);
}
