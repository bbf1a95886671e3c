package io.porty.engine.config;

import io.porty.api.Scheme;
import io.porty.api.Target;
import java.util.List;
import java.util.Set;

/** Keys about backends with TLS, on a route whose only target has none. */
final class UpstreamKeysCheck {

  /** Routers that, on a route with a host, lead to its fixed target only. */
  private static final Set<String> LEAD_TO_FIXED = Set.of("host", "dynamic", "fixed");

  private static final String HTTP2 = "upstream_http2";

  private final TomlSettings settings;
  private final String route;

  /**
   * @param route its name, for messages
   */
  UpstreamKeysCheck(TomlSettings settings, String route) {
    this.settings = settings;
    this.route = route;
  }

  /** Whether no request of the route can have another target than the fixed one. */
  static boolean isFixedOnly(List<String> routers, boolean hasHost) {
    return routers.equals(List.of("fixed"))
        || (hasHost && routers.get(0).equals("host") && LEAD_TO_FIXED.containsAll(routers));
  }

  /**
   * @param target the only one of the route
   */
  void check(Target target, List<String> warnings) {
    if (target.scheme().isTls()) {
      return;
    }
    String none = " has no effect on target " + target + ", which ";
    if (settings.isTrue(HTTP2)) {
      warnings.add("route " + route + ": " + HTTP2 + none + http2(target));
    }
    if (settings.hasTable(UpstreamTlsKeys.TABLE)) {
      warnings.add(
          "route " + route + ": " + UpstreamTlsKeys.TABLE + none + "has no TLS; remove it");
    }
  }

  private static String http2(Target target) {
    if (target.scheme() == Scheme.H2C) {
      return "is HTTP/2 without it; remove it";
    }
    return "has no TLS; "
        + (target.isUnix()
            ? "remove it"
            : "write "
                + new Target(Scheme.H2C, target.host(), target.port())
                + " for HTTP/2 without it");
  }
}
