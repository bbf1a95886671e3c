package io.porty.mode.http.head;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The header fields that Porty interprets. All others are forwarded as bytes. */
public enum HeaderName {
  HOST("host"),
  CONNECTION("connection"),
  CONTENT_LENGTH("content-length"),
  TRANSFER_ENCODING("transfer-encoding"),
  EXPECT("expect"),
  UPGRADE("upgrade"),
  VIA("via"),
  TE("te"),
  TRAILER("trailer"),
  KEEP_ALIVE("keep-alive"),
  PROXY_CONNECTION("proxy-connection"),
  PROXY_AUTHORIZATION("proxy-authorization"),
  /** Not a standard field; CGI turns it into HTTP_PROXY ("httpoxy"). */
  PROXY("proxy"),
  HTTP2_SETTINGS("http2-settings"),
  X_FORWARDED_FOR("x-forwarded-for"),
  X_FORWARDED_PROTO("x-forwarded-proto"),
  X_FORWARDED_HOST("x-forwarded-host"),
  X_FORWARDED_PORT("x-forwarded-port"),
  X_FORWARDED_PREFIX("x-forwarded-prefix"),
  /** RFC 7239. */
  FORWARDED("forwarded"),
  /** RFC 8586. */
  CDN_LOOP("cdn-loop"),
  /** RFC 4918 section 10.3: a second URL of the request. */
  DESTINATION("destination"),
  /** RFC 4918 section 10.4: has URLs of resources, each with the conditions for it. */
  IF("if"),
  LOCATION("location"),
  CONTENT_LOCATION("content-location"),
  /** Not a standard field; browsers treat it as they treat Location. */
  REFRESH("refresh"),
  CONTENT_TYPE("content-type"),
  WWW_AUTHENTICATE("www-authenticate"),
  PROXY_AUTHENTICATE("proxy-authenticate"),
  /** RFC 4559 section 6: the connection is authenticated, not the request. */
  PROXY_SUPPORT("proxy-support"),
  /** Not a standard field; IIS reports with it that the connection stays authenticated. */
  PERSISTENT_AUTH("persistent-auth"),
  MAX_FORWARDS("max-forwards"),
  DATE("date"),
  TRACEPARENT("traceparent"),
  TRACESTATE("tracestate"),
  /** This one and the next two are not allowed in trailers. */
  AUTHORIZATION("authorization"),
  COOKIE("cookie"),
  SET_COOKIE("set-cookie");

  private static final HeaderName[][] BY_LENGTH = new HeaderName[24][];

  static {
    for (int length = 0; length < BY_LENGTH.length; length++) {
      int wanted = length;
      BY_LENGTH[length] =
          java.util.Arrays.stream(values())
              .filter(field -> field.lower.length == wanted)
              .toArray(HeaderName[]::new);
    }
  }

  private final byte[] lower;

  HeaderName(String name) {
    this.lower = name.getBytes(StandardCharsets.US_ASCII);
  }

  /** The field of this name, case-insensitively; null if it is none of these. */
  public static @Nullable HeaderName of(byte[] b, int start, int end) {
    int length = end - start;
    if (length >= BY_LENGTH.length) {
      return null;
    }
    for (HeaderName field : BY_LENGTH[length]) {
      if (Ascii.equalsIgnoreCase(b, start, end, field.lower)) {
        return field;
      }
    }
    return null;
  }
}
