package io.porty.api.plugin;

import io.porty.api.PluginImplements;
import io.porty.api.listener.ListenerFactory;
import io.porty.api.log.AccessLogFactory;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.RouterFactory;
import io.porty.api.tls.CertificateSourceFactory;
import java.util.List;

/**
 * The entry of a plugin, found by {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.porty.api.plugin.PortyPlugin}, and put {@code Porty-Api-Level: 1} and {@code
 * Porty-Plugin-Version} into the jar's manifest. A plugin overrides what it offers.
 *
 * <p>Lifecycle, in order: the class is created once with its public no-argument constructor; each
 * method below is called once; the configuration is checked against the names and keys that the
 * factories declare; a factory's {@code create} is called for each route that uses it, and what it
 * made lives as {@link io.porty.api.Lifecycle} says: {@code inheritFrom}, {@code start}, {@code
 * drain}, {@code close}. The {@linkplain io.porty.api.plugin package page} draws it.
 *
 * <pre>{@code
 * public final class BetaPlugin implements PortyPlugin {
 *   public List<RouterFactory<?>> routers() {
 *     return List.of(RouterFactory.http("beta", List.of(), (settings, context) -> {
 *       Target beta = new Target("127.0.0.1", 3001);
 *       return request -> request.normalizedPath().startsWith("/beta") ? Decision.to(beta, "beta") : Decision.pass();
 *     }));
 *   }
 * }
 * }</pre>
 *
 * @since 0.1
 */
@PluginImplements
public interface PortyPlugin {

  /** {@return protocols, chosen by a route's {@code mode}} */
  default List<ModeFactory> modes() {
    return List.of();
  }

  /** {@return ways of accepting connections, chosen by the {@code kind} of a listener} */
  default List<ListenerFactory> listeners() {
    return List.of();
  }

  /** {@return ways of choosing a backend, listed in a route's {@code routers}} */
  default List<RouterFactory<?>> routers() {
    return List.of();
  }

  /** {@return ways of recording traffic, chosen by {@code log_format}} */
  default List<AccessLogFactory> accessLogs() {
    return List.of();
  }

  /**
   * {@return ways of obtaining certificates, chosen by {@code tls = "NAME"} of a route}
   *
   * @since 0.2
   */
  default List<CertificateSourceFactory> certificateSources() {
    return List.of();
  }
}
