package io.porty.api.route;

import io.porty.api.Key;
import io.porty.api.PluginContext;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
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
@PluginImplements
public interface RouterFactory<R extends RouteRequest> {

  /** {@return as it is written in {@code routers}: lower case, digits and underscores} */
  String name();

  /** {@return what it is asked about: the type that the mode names, or a supertype} */
  Class<R> requestType();

  /** {@return every key that {@link #create} reads} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return whether it may send a request to a target that the client names; Porty then asks for a
   * target policy, and holds every decision of this router against it ({@link
   * Decision.To#chosenByClient})}
   */
  default boolean clientChoosesTarget() {
    return false;
  }

  /**
   * The TLS server names whose connections its routers forward without decrypting them. A route
   * with such a router alone may share the address of routes with {@code tls}: these names pass
   * through, others are decrypted. Its router sees the bytes of the hello as they came.
   *
   * @param settings the values of {@link #keys}
   * @return empty if its routers do not go by server names
   * @since 0.2
   */
  default List<ServerNameRule> serverNames(Settings settings) {
    return List.of();
  }

  /**
   * Called once for each route, also by {@code porty check}: it opens nothing and waits for
   * nothing. What has to be opened is opened by the router's {@code start}.
   *
   * @param settings the values of {@link #keys}
   * @param context what it may know
   * @return the router, for every request of that route
   */
  Router<R> create(Settings settings, Context context);

  /** What a router may know of its surroundings. */
  @PortyImplements
  interface Context extends PluginContext {
    /** {@return the route that it decides for} */
    RouteInfo route();
  }

  /**
   * {@return a factory for HTTP routers from a function}
   *
   * <pre>{@code
   * static final Key<Target> TARGET = Key.target("target", null, "Where beta users go");
   *
   * RouterFactory.http("beta", List.of(TARGET), (settings, context) -> {
   *   Decision beta = Decision.to(settings.get(TARGET), "beta");
   *   return request -> request.cookie("beta").isPresent() ? beta : Decision.pass();
   * })
   * }</pre>
   *
   * @param name as in {@code routers}
   * @param keys every key that {@code create} reads
   * @param create makes the router of one route: {@link RouterFactory#create}
   */
  static RouterFactory<HttpRouteRequest> http(
      String name,
      List<Key<?>> keys,
      BiFunction<Settings, Context, Router<HttpRouteRequest>> create) {
    return of(name, HttpRouteRequest.class, keys, create);
  }

  /**
   * {@return a factory for TCP routers that look at the first bytes, from a function}
   *
   * @param name as in {@code routers}
   * @param keys every key that {@code create} reads
   * @param create makes the router of one route: {@link RouterFactory#create}
   */
  static RouterFactory<TcpRouteRequest> tcp(
      String name,
      List<Key<?>> keys,
      BiFunction<Settings, Context, Router<TcpRouteRequest>> create) {
    return of(name, TcpRouteRequest.class, keys, create);
  }

  /**
   * {@return a factory for routers of any kind of request from a function}
   *
   * @param <R> the type of request
   * @param name as in {@code routers}
   * @param requestType what the routers are asked about
   * @param keys every key that {@code create} reads
   * @param create makes the router of one route: {@link RouterFactory#create}
   */
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
