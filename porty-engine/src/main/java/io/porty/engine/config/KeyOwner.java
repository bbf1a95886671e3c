package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.mode.ModeFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a key belongs that is unknown in the table that it is written in. */
final class KeyOwner {

  private static final String ROUTE = "It belongs to a route: write it below a line [[routes]].";
  private static final String LISTENER =
      "It belongs to a listener: write it in a table [[listeners]].";
  private static final String TOP =
      "It belongs to the top of the file: write it above the first table.";

  /**
   * @param name of the key or table
   * @param modes whose keys are looked at, too
   * @return the remedy; empty if the key is unknown everywhere
   */
  static Optional<String> of(String name, Collection<ModeFactory> modes) {
    return Optional.ofNullable(
        switch (name) {
          case "grpc" -> "gRPC needs no key: target = \"h2c://...\", or upstream_http2 = true.";
          case TlsKeys.TABLE ->
              "It belongs to a route or a listener: [routes.tls] below a line [[routes]], or [listeners.tls].";
          case UpstreamTlsKeys.TABLE ->
              "It belongs to a route: [routes.upstream_tls] below a line [[routes]].";
          default -> ofKey(name, modes).orElse(null);
        });
  }

  /**
   * @param name of a table in a route
   * @param sources names of the certificate sources that there are
   */
  static Optional<String> ofTable(String name, Set<String> sources) {
    return name.equals(AdminConfig.TABLE) || sources.contains(name)
        ? Optional.of("It belongs to the top of the file: [" + name + "].")
        : Optional.empty();
  }

  private static Optional<String> ofKey(String name, Collection<ModeFactory> modes) {
    if (has(RouteKeys.ALL, name) || modes.stream().anyMatch(mode -> has(mode.keys(), name))) {
      return Optional.of(ROUTE);
    }
    if (has(ListenerKeys.ALL, name)
        || modes.stream().anyMatch(mode -> has(mode.listenerKeys(), name))) {
      return Optional.of(LISTENER);
    }
    if (has(GlobalKeys.ALL, name)) {
      return Optional.of(TOP);
    }
    if (has(TlsKeys.ALL, name)) {
      return Optional.of("It belongs to tls: tls = { " + name + " = ... }.");
    }
    return has(UpstreamTlsKeys.ALL, name)
        ? Optional.of("It belongs to TLS to backends: upstream_tls = { " + name + " = ... }.")
        : Optional.empty();
  }

  private static boolean has(List<? extends Key<?>> keys, String name) {
    return keys.stream().anyMatch(key -> key.name().equals(name));
  }

  private KeyOwner() {}
}
