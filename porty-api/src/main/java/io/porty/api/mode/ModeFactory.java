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
 * Makes modes of one name, one for each listening address; several routes may share an address.
 *
 * @since 0.1
 */
@PluginImplements
public interface ModeFactory {

  /** {@return as it is written in {@code mode}: lower case, digits and underscores} */
  String name();

  /**
   * {@return what its routers are asked about; only router factories for this type or a supertype
   * fit}
   */
  Class<? extends RouteRequest> requestType();

  /**
   * {@return keys that a route of this mode has besides those of every route: what holds once it is
   * known}
   */
  default List<Key<?>> keys() {
    return List.of();
  }

  /**
   * {@return keys that hold for a whole listener, because they matter before a route is known: how
   * long a client may take to begin, say, and how much is read until then} They are written in the
   * {@code [[listeners]]} table that routes name, or in a route that has an address of its own;
   * routes that share one agree about them. A mode reads them from {@link
   * ModeContext#listenerSettings}. None of them is among {@link #keys}.
   *
   * @since 0.2
   */
  default List<Key<?>> listenerKeys() {
    return List.of();
  }

  /** {@return the value of {@code routers} where a route does not say} */
  default List<String> defaultRouters() {
    return List.of("fixed");
  }

  /**
   * {@return the application protocols that this mode speaks (RFC 7301), the preferred one first}
   * Offered to clients on listeners with TLS, and refused to those who speak none of them. A mode
   * that does not know what is spoken answers with none; the configuration may say it then.
   *
   * @since 0.2
   */
  default List<String> applicationProtocols() {
    return List.of();
  }

  /** {@return whether routes on one address can be told apart by their {@code host}} */
  default boolean sharesListener() {
    return false;
  }

  /**
   * Checks what no single key can: called for each route by start and by {@code porty check}.
   *
   * @param route which
   * @param settings the route's own values
   */
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
   * @param from what the command line says
   * @return empty if nothing can be said without a client
   * @since 0.2
   */
  default Optional<RouteRequest> sample(SampleRequest from) {
    return Optional.empty();
  }

  /**
   * Makes the mode of one listening address. Called when a configuration that uses it begins to
   * serve, not by {@code porty check}.
   *
   * @param context what it works with
   * @return a mode, for every connection of that address
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
