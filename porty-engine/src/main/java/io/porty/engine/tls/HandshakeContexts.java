package io.porty.engine.tls;

import io.porty.engine.config.ClientAuthConfig;
import io.porty.engine.config.RouteConfig;
import io.porty.net.policy.HostPattern;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.ServerContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules for client certificates of one listening address: one context for each distinct set,
 * found by the name that a client asks for as its route is found by a host: an exact name, then the
 * longest wildcard at any depth, then the route without hosts. A mode compares them with those of
 * the route that a request turns out to be for, so that a mistake here refuses and never admits.
 */
final class HandshakeContexts {

  private final Map<String, HandshakeContext> byRules = new LinkedHashMap<>();
  private final Map<String, HandshakeContext> exact = new HashMap<>();
  private final Map<String, HandshakeContext> below = new HashMap<>();
  private final HandshakeContext any;

  HandshakeContexts(List<RouteConfig> routes, Function<ClientAuth, ServerContext> contexts) {
    HandshakeContext withoutHosts = null;
    try {
      for (RouteConfig route : routes) {
        ClientAuthConfig auth = route.clientCerts().auth();
        HandshakeContext one = of(route.clientCerts().identity(), auth, contexts);
        if (route.facts().hosts().isEmpty()) {
          withoutHosts = one;
        }
        for (String host : route.facts().hosts()) {
          if (host.startsWith("*.")) {
            below.put(host.substring(2), one);
          } else {
            exact.put(host, one);
          }
        }
      }
      any = withoutHosts == null ? of("", null, contexts) : withoutHosts;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private HandshakeContext of(
      String rules, @Nullable ClientAuthConfig auth, Function<ClientAuth, ServerContext> contexts) {
    return byRules.computeIfAbsent(rules, key -> new HandshakeContext(key, auth, contexts));
  }

  /** Each once. */
  Iterable<HandshakeContext> all() {
    return byRules.values();
  }

  /**
   * @param serverName null if the client sent none
   */
  HandshakeContext find(@Nullable String serverName) {
    if (byRules.size() == 1 || serverName == null) {
      return any;
    }
    String name = HostPattern.normalise(serverName);
    HandshakeContext found = exact.get(name);
    for (int dot = name.indexOf('.'); found == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
      found = below.get(name.substring(dot + 1));
    }
    return found == null ? any : found;
  }

  void close() {
    byRules.values().forEach(HandshakeContext::close);
  }
}
