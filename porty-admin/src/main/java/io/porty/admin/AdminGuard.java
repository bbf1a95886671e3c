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
 * Who may ask. With a token, who knows it. Without one, whoever is on this machine; but not a web
 * page that a browser here has loaded from elsewhere: its name for this address is not an address
 * (DNS rebinding), and what it posts has another origin.
 */
final class AdminGuard {

  static final AdminResponse OWN_ROUTES =
      AdminResponse.text(403, "Not through this Porty's own routes\n");

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /** What browsers send with a request that no page of another origin has made (Fetch Metadata). */
  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

  private final Optional<String> token;
  private final String loopToken;

  /**
   * @param instanceId what this Porty marks the requests with that it forwards
   */
  AdminGuard(Optional<String> token, String instanceId) {
    this.token = token;
    this.loopToken = LoopToken.ofInstance(instanceId);
  }

  /** Why a request is not answered; null if it is. */
  @Nullable AdminResponse refusal(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String host = headers.get(HttpHeaderNames.HOST, "");
    if (isForwarded(headers)) {
      return OWN_ROUTES;
    }
    if (token.isPresent()) {
      if (!knows(headers.get(HttpHeaderNames.AUTHORIZATION, ""))) {
        return AdminResponse.text(
                401,
                "This needs the token of [admin]: Authorization: Bearer TOKEN, or as a password\n")
            .with("WWW-Authenticate", "Basic realm=\"Porty\", charset=\"UTF-8\"");
      }
    } else if (!isHere(host)) {
      return AdminResponse.text(
          403, "Host is \"" + host + "\"; ask for an address or for localhost, or set a token\n");
    }
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    String site = headers.get("Sec-Fetch-Site");
    boolean foreign =
        (origin != null && !origin.equals("http://" + host))
            || (site != null && !OWN_PAGES.contains(site.trim().toLowerCase(Locale.ROOT)));
    if (!reads && foreign) {
      return AdminResponse.text(403, "Not for pages of other origins\n");
    }
    return null;
  }

  /** Whichever field it is in: Via and CDN-Loop have it, and a copy of either. */
  private boolean isForwarded(HttpHeaders headers) {
    for (Map.Entry<String, String> field : headers) {
      if (field.getValue().toLowerCase(Locale.ROOT).contains(loopToken)) {
        return true;
      }
    }
    return false;
  }

  /** Schemes are the same in any case (RFC 9110 section 11.1). */
  private static boolean has(String authorization, String scheme) {
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private boolean knows(String authorization) {
    String sent = "";
    if (has(authorization, BEARER)) {
      sent = authorization.substring(BEARER.length()).trim();
    } else if (has(authorization, BASIC)) {
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

  private static boolean isHere(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.equals("localhost")
        || NetUtil.isValidIpV4Address(name)
        || (name.startsWith("[") && NetUtil.isValidIpV6Address(name));
  }
}
