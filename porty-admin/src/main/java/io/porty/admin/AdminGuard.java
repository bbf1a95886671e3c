package io.porty.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import io.porty.api.mode.LoopToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authorizes requests. With a token, a request must carry it. Without one, the endpoint is bound to
 * loopback and every local client is accepted, except web pages in a local browser: a Host that is
 * neither an address nor localhost (DNS rebinding) and commands from another origin (CSRF) are
 * rejected. Immutable.
 */
final class AdminGuard {

  static final AdminResponse FORWARDED_BY_SELF =
      AdminResponse.text(403, "Not through this Porty's own routes\n");

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /** Values of Sec-Fetch-Site for requests that no other origin has made (Fetch Metadata). */
  private static final Set<String> SAME_ORIGIN_SITES = Set.of("same-origin", "none");

  private final Optional<String> token;
  private final String loopToken;

  /**
   * @param instanceId the mark of requests that this Porty has forwarded
   */
  AdminGuard(Optional<String> token, String instanceId) {
    this.token = token;
    this.loopToken = LoopToken.ofInstance(instanceId);
  }

  /** The response that rejects a request; null if the request is authorized. */
  @Nullable AdminResponse refusal(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String host = headers.get(HttpHeaderNames.HOST, "");
    if (isForwarded(headers)) {
      return FORWARDED_BY_SELF;
    }
    if (token.isPresent()) {
      if (!hasToken(headers.get(HttpHeaderNames.AUTHORIZATION, ""))) {
        return AdminResponse.text(
                401,
                "This needs the token of [admin]: Authorization: Bearer TOKEN, or as a password\n")
            .with("WWW-Authenticate", "Basic realm=\"Porty\", charset=\"UTF-8\"");
      }
    } else if (!isLocalName(host)) {
      return AdminResponse.text(
          403, "Host is \"" + host + "\"; ask for an address or for localhost, or set a token\n");
    }
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    boolean isRead =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    String site = headers.get("Sec-Fetch-Site");
    boolean crossOrigin =
        (origin != null && !origin.equals("http://" + host))
            || (site != null && !SAME_ORIGIN_SITES.contains(site.trim().toLowerCase(Locale.ROOT)));
    if (!isRead && crossOrigin) {
      return AdminResponse.text(403, "Not for pages of other origins\n");
    }
    return null;
  }

  /** Checks every field: Via and CDN-Loop carry the mark, and other proxies may copy them. */
  private boolean isForwarded(HttpHeaders headers) {
    for (Map.Entry<String, String> field : headers) {
      if (field.getValue().toLowerCase(Locale.ROOT).contains(loopToken)) {
        return true;
      }
    }
    return false;
  }

  /** Authentication schemes are case-insensitive (RFC 9110 section 11.1). */
  private static boolean hasScheme(String authorization, String scheme) {
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private boolean hasToken(String authorization) {
    String sent = "";
    if (hasScheme(authorization, BEARER)) {
      sent = authorization.substring(BEARER.length()).trim();
    } else if (hasScheme(authorization, BASIC)) {
      sent = password(authorization.substring(BASIC.length()).trim());
    }
    return MessageDigest.isEqual(
        sent.getBytes(StandardCharsets.UTF_8),
        token.orElseThrow().getBytes(StandardCharsets.UTF_8));
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean isLocalName(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.equals("localhost")
        || NetUtil.isValidIpV4Address(name)
        || (name.startsWith("[") && NetUtil.isValidIpV6Address(name));
  }
}
