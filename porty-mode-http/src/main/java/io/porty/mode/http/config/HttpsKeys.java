package io.porty.mode.http.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.route.RouteInfo;
import java.util.List;

/** The keys about HTTPS of clients and of targets, and what they mean together. */
public final class HttpsKeys {

  static final Key<Boolean> REDIRECT =
      Key.bool(
          "redirect",
          false,
          "Whether requests without TLS get 308 to https, same host, path and query; then a route needs no target");
  static final Key<Integer> REDIRECT_PORT =
      Key.integer("redirect_port", 443, 1, 65_535, "The port that redirect leads to");
  static final Key<Integer> HSTS =
      Key.integer(
          "hsts_seconds",
          0,
          0,
          1_000_000_000,
          "max-age of Strict-Transport-Security in responses over TLS (RFC 6797); a backend's own stays. 0 adds none");

  static final Key<String> DYNAMIC_SCHEME =
      Key.choice(
          "dynamic_scheme",
          "http",
          List.of("http", "https"),
          "The scheme of targets for which a request has no porty_scheme");

  static final List<Key<?>> ALL = List.of(REDIRECT, REDIRECT_PORT, HSTS, DYNAMIC_SCHEME);

  /** Reports values that make no sense together. */
  public static void check(RouteInfo route, Settings settings, boolean servesTls) {
    boolean redirects = settings.get(REDIRECT);
    if (!redirects && !settings.get(REDIRECT_PORT).equals(REDIRECT_PORT.defaultValue().get())) {
      settings.report(
          REDIRECT_PORT, "stands without redirect", "Add redirect = true, or remove it.");
    }
    if (redirects && !asksRouters(settings, servesTls) && route.target().isPresent()) {
      settings.report(
          REDIRECT,
          "answers every request here, so that no request reaches the target",
          "Remove one of the two; or add tls, or trusted_proxies of which one has TLS.");
    }
    if (settings.get(HSTS) > 0 && !servesTls) {
      settings.report(
          HSTS,
          "is for responses over TLS, and this route has none",
          "Write it in the route with tls, to which redirect = true leads; or remove it.");
    }
  }

  /** Whether any request reaches the routers: not if all come without TLS and are redirected. */
  public static boolean asksRouters(Settings settings, boolean servesTls) {
    return servesTls
        || !settings.get(REDIRECT)
        || !settings.get(HttpKeys.TRUSTED_PROXIES).isEmpty();
  }

  private HttpsKeys() {}
}
