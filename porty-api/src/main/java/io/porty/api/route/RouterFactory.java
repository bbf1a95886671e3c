package io.porty.api.route;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Makes the routers of one name, one for each route that lists it in {@code routers}. Its settings
 * are the table under the route that is called as the factory: {@code [routes.NAME]}.
 *
 * @param <R> the kind of request; a router for {@link RouteRequest} fits every mode
 * @since 0.1
 */
public interface RouterFactory<R extends RouteRequest> {

  String name();

  Class<R> requestType();

  /** Every key that {@link #create} reads. */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * Whether it may send a request to a target that the client names; Porty then asks for a target
   * policy, and holds every decision of this router against it ({@link
   * Decision.To#chosenByClient}).
   */
  default boolean clientChoosesTarget() {
    return false;
  }

  /**
   * Called once for each route, also by {@code porty check}: it opens nothing and waits for
   * nothing. What has to be opened is opened by the router's {@code start}.
   */
  Router<R> create(Settings settings, Context context);

  /** What a router may know of its surroundings. */
  interface Context extends PluginContext {
    RouteInfo route();
  }

  /**
   * A factory for HTTP routers from a function.
   *
   * <pre>{@code
   * static final Key<Target> TARGET = Key.target("target", null, "Where beta users go");
   *
   * RouterFactory.http("beta", List.of(TARGET), (settings, context) -> {
   *   Decision beta = Decision.to(settings.get(TARGET), "beta");
   *   return request -> request.cookie("beta").isPresent() ? beta : Decision.pass();
   * })
   * }</pre>
   */
  static RouterFactory<HttpRouteRequest> http(
      String name,
      List<Key<?>> keys,
      BiFunction<Settings, Context, Router<HttpRouteRequest>> create) {
    return of(name, HttpRouteRequest.class, keys, create);
  }

  /** A factory for TCP routers that look at the first bytes, from a function. */
  static RouterFactory<TcpRouteRequest> tcp(
      String name,
      List<Key<?>> keys,
      BiFunction<Settings, Context, Router<TcpRouteRequest>> create) {
    return of(name, TcpRouteRequest.class, keys, create);
  }

  /** A factory for routers of any kind of request from a function. */
  static <R extends RouteRequest> RouterFactory<R> of(
      String name,
      Class<R> requestType,
      List<Key<?>> keys,
      BiFunction<Settings, Context, Router<R>> create) {
    return new RouterFactory<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<R> requestType() {
        return requestType;
      }

      @Override
      public List<Key<?>> keys() {
        return keys;
      }

      @Override
      public Router<R> create(Settings settings, Context context) {
        return create.apply(settings, context);
      }
    };
  }
}
