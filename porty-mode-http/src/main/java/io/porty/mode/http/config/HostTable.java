package io.porty.mode.http.config;

import io.porty.mode.http.head.Authority;
import io.porty.mode.http.head.ByteStringMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a host: an exact name precedes the longest matching wildcard, which precedes
 * the route without hosts. Compares bytes without case and port, in a time independent of the
 * number of hosts. Immutable.
 */
public final class HostTable {

  private final ByteStringMap<HttpRoute> exact;
  private final ByteStringMap<HttpRoute> below;
  private final boolean hasWildcards;
  private final @Nullable HttpRoute any;

  public HostTable(List<HttpRoute> routes) {
    Map<String, HttpRoute> names = new HashMap<>();
    Map<String, HttpRoute> domains = new HashMap<>();
    HttpRoute withoutHosts = null;
    for (HttpRoute route : routes) {
      if (route.route().facts().hosts().isEmpty()) {
        withoutHosts = route;
      }
      for (String host : route.route().facts().hosts()) {
        if (host.startsWith("*.")) {
          domains.putIfAbsent(host.substring(2), route);
        } else {
          names.putIfAbsent(host, route);
        }
      }
    }
    this.exact = new ByteStringMap<>(names);
    this.below = new ByteStringMap<>(domains);
    this.hasWildcards = !domains.isEmpty();
    this.any = withoutHosts;
  }

  /**
   * @param start of {@code host[:port]}
   * @return null if no route has this host
   */
  public @Nullable HttpRoute find(byte[] b, int start, int end) {
    int hostEnd = Authority.hostEnd(b, start, end);
    int from = start;
    if (hostEnd > from && b[from] == '[') {
      from++;
      hostEnd--;
    }
    if (hostEnd > from && b[hostEnd - 1] == '.') {
      hostEnd--;
    }
    HttpRoute route = exact.findIgnoringCase(b, from, hostEnd);
    for (int dot = from; route == null && hasWildcards && dot < hostEnd; dot++) {
      if (b[dot] == '.') {
        route = below.findIgnoringCase(b, dot + 1, hostEnd);
      }
    }
    return route == null ? any : route;
  }
}
