package io.porty.mode.http.config;

import io.porty.api.Key;
import io.porty.api.Settings;
import java.util.List;

/** The keys about HTTP/2 of clients, which apply before a route is known. */
public final class Http2Keys {

  static final Key<Boolean> HTTP2 =
      Key.bool(
          "http2",
          true,
          "Whether clients may speak HTTP/2: by ALPN with TLS, by prior knowledge without");
  static final Key<Integer> MAX_STREAMS =
      Key.integer(
          "max_streams",
          100,
          1,
          10_000,
          "Maximum concurrent streams of an HTTP/2 connection; further ones are refused, for the client to send again");

  static final Key<Integer> KEEPALIVE_REQUESTS =
      Key.integer(
          "keepalive_requests",
          10_000,
          0,
          Integer.MAX_VALUE,
          "Requests of an HTTP/2 connection after which it is drained, so that clients renew it. 0 sets no limit");

  static final List<Key<?>> ALL = List.of(HTTP2, MAX_STREAMS, KEEPALIVE_REQUESTS);

  /** The application protocols of a listener (RFC 7301), in order of preference. */
  public static List<String> protocols(Settings listener) {
    return listener.get(HTTP2) ? List.of("h2", "http/1.1") : List.of("http/1.1");
  }

  private Http2Keys() {}
}
