package io.porty.api.mode;

import io.porty.api.Key;
import io.porty.api.PluginImplements;
import io.porty.api.Settings;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Creates modes of one name, one for each listening address; several routes may share an address.
 *
 * @since 0.1
 */
@PluginImplements
public interface ModeFactory {

  /** {@return the name in {@code mode}: lower case, digits and underscores} */
  String name();

  /**
   * {@return the request type of its routers; router factories for this type or a supertype can be
   * used}
   */
  Class<? extends RouteRequest> requestType();

  /** {@return keys of routes of this mode, which apply once the route is known} */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return keys of listeners, which apply before the route is known, such as timeouts of a first
   * request} They are set in a {@code [[listeners]]} table, or in a route with an address of its
   * own; routes that share an address must agree. A mode reads them from {@link
   * ModeContext#listenerSettings}. None of them is among {@link #keys}.
   *
   * @since 0.2
   */
  default List<Key<?>> listenerKeys() {
    return List.of();
  }

  /** {@return the default of {@code routers}} */
  default List<String> defaultRouters() {
    return List.of("fixed");
  }

  /**
   * {@return the application protocols of this mode (RFC 7301), in order of preference} Offered by
   * ALPN on listeners with TLS; a client without any of them is refused. A mode for any protocol
   * returns none; the configuration may then name them.
   *
   * @since 0.2
   */
  default List<String> applicationProtocols() {
    return List.of();
  }

  /**
   * {@return the application protocols that are offered to a route's backends with TLS (RFC 7301),
   * in order of preference} The backend's choice is in the {@link ConnectionFacts} of the dialled
   * channel.
   *
   * @param settings the values of {@link #keys}
   * @since 0.2
   */
  default List<String> upstreamProtocols(Settings settings) {
    return applicationProtocols();
  }

  /**
   * {@return the application protocols that a listener of this mode offers by ALPN, in order of
   * preference} They may depend on the keys of the listener; {@link #applicationProtocols} is what
   * the mode speaks to backends.
   *
   * @param listener the values of {@link #listenerKeys}
   * @since 0.2
   */
  default List<String> listenerProtocols(Settings listener) {
    return applicationProtocols();
  }

  /** {@return whether routes on one address can be distinguished by {@code host}} */
  default boolean sharesListener() {
    return false;
  }

  /**
   * Checks conditions over several keys; called for each route at start and by {@code porty check}.
   *
   * @param route the route
   * @param settings the values of {@link #keys}
   */
  default void check(RouteInfo route, Settings settings) {}

  /**
   * As {@link #check(RouteInfo, Settings)}, for a mode to which TLS matters; it is called in its
   * place.
   *
   * @param route the route
   * @param settings the values of {@link #keys}
   * @param servesTls whether the route is for connections with TLS
   * @since 0.2
   */
  default void check(RouteInfo route, Settings settings, boolean servesTls) {
    check(route, settings);
  }

  /**
   * {@return whether a route of these settings asks its routers} One that answers every request
   * itself needs no target.
   *
   * @param settings the values of {@link #keys}
   * @param servesTls whether the route is for connections with TLS
   * @since 0.2
   */
  default boolean asksRouters(Settings settings, boolean servesTls) {
    return true;
  }

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
   * @param from what the command line says
   * @return empty if nothing can be said without a client
   * @since 0.2
   */
  default Optional<RouteRequest> sample(SampleRequest from) {
    return Optional.empty();
  }

  /**
   * Creates the mode of one listening address when its configuration is activated; not called by
   * {@code porty check}.
   *
   * @param context services of Porty
   * @return the mode of all connections of the address
   */
  Mode create(ModeContext context);

  /**
   * A factory from a function, for a mode that is content with the defaults of the rest.
   *
   * <pre>{@code
   * ModeFactory.of("lines", LineRequest.class, List.of(LONGEST), LineMode::new)
   * }</pre>
   *
   * @param name as in {@code mode}
   * @param requestType what its routers are asked about
   * @param keys that a route of this mode has besides those of every route
   * @param create as {@link #create(ModeContext)}
   * @return the factory
   * @since 0.2
   */
  static ModeFactory of(
      String name,
      Class<? extends RouteRequest> requestType,
      List<Key<?>> keys,
      Function<ModeContext, Mode> create) {
    return new ModeFactory() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<? extends RouteRequest> requestType() {
        return requestType;
      }

      @Override
      public List<Key<?>> keys() {
        return keys;
      }

      @Override
      public Mode create(ModeContext context) {
        return create.apply(context);
      }
    };
  }
}
