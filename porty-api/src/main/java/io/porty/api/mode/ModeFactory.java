package io.porty.api.mode;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import java.util.List;
import java.util.Optional;

/**
 * Makes modes of one name, one for each listening address; several routes may share an address.
 *
 * @since 0.1
 */
public interface ModeFactory {

  String name();

  /** What its routers are asked about; only router factories for this type or a supertype fit. */
  Class<? extends RouteRequest> requestType();

  /**
   * Keys that a route of this mode has besides those of every route: what holds once it is known.
   */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * Keys that hold for a whole listener, because they matter before a route is known: how long a
   * client may take to begin, say, and how much is read until then. They are written in the {@code
   * [[listeners]]} table that routes name, or in a route that has an address of its own; routes
   * that share one agree about them. A mode reads them from {@link ModeContext#listenerSettings}.
   * None of them is among {@link #keys}.
   *
   * @since 0.2
   */
  default List<Key<?>> listenerKeys() {
    return List.of();
  }

  /** The value of {@code routers} where a route does not say. */
  default List<String> defaultRouters() {
    return List.of("fixed");
  }

  /** Whether routes on one address can be told apart by their {@code host}. */
  default boolean sharesListener() {
    return false;
  }

  /** Checks what no single key can: called for each route by start and by {@code porty check}. */
  default void check(RouteInfo route, Settings settings) {}

  /**
   * A request of this mode's own type, for {@code porty explain}: the mode says how a URL is read.
   * Modes whose request type is {@link io.porty.api.route.HttpRouteRequest} or {@link
   * io.porty.api.route.TcpRouteRequest} need not answer.
   *
   * <pre>{@code
   * // lines://localhost:9090/shop asks about the line "shop"
   * return Optional.of(new LineRequest.Of(from.routeName(), client, local, from.target().substring(1)));
   * }</pre>
   *
   * @return empty if nothing can be said without a client
   * @since 0.2
   */
  default Optional<RouteRequest> sample(SampleRequest from) {
    return Optional.empty();
  }

  Mode create(ModeContext context);
}
