package io.porty.api.mode;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.RouteFacts;
import io.porty.api.route.RouteRequest;
import java.util.List;

/**
 * Makes modes of one name, one for each listening address; several routes may share an address.
 *
 * @since 0.1
 */
public interface ModeFactory {

  String name();

  /** What its routers are asked about; only router factories for this type or a supertype fit. */
  Class<? extends RouteRequest> requestType();

  /** Keys that a route of this mode has besides those of every route. */
  default List<Key<?>> keys() {
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
  default void check(RouteFacts route, Settings settings) {}

  Mode create(ModeContext context);
}
