package io.porty.mode.http.config;

import io.porty.api.Cidr;
import io.porty.api.Key;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of HTTP besides those of all routes and listeners. Keys that apply before a route is
 * known belong to the listener: {@link #OF_LISTENER}.
 */
public final class HttpKeys {

  /** Value of trusted_proxies for clients without an IP address. */
  static final String UNIX = "unix";

  public static final Key<Duration> HEAD_TIMEOUT =
      Key.seconds(
          "request_header_timeout_seconds",
          10,
          0.1,
          3600,
          "From the first byte of a request's head to its last");
  public static final Key<Duration> FIRST_REQUEST_TIMEOUT =
      Key.seconds(
          "first_request_timeout_seconds",
          0,
          0,
          86_400,
          "How long a new connection may be silent; 0 means request_header_timeout_seconds");
  public static final Key<Duration> BODY_TIMEOUT =
      Key.seconds(
          "body_timeout_seconds",
          30,
          0.1,
          86_400,
          "Maximum time without progress of a request body");
  public static final Key<Integer> MIN_REQUEST_BODY_RATE =
      Key.integer(
          "min_request_body_rate",
          240,
          0,
          1_000_000_000,
          "Minimum rate of a request body while Porty waits for it, in bytes per second; slower clients get 408. 0 disables it");
  public static final Key<Duration> BODY_RATE_GRACE =
      Key.seconds(
          "body_rate_grace_seconds",
          5,
          0,
          86_400,
          "Time before min_request_body_rate applies to a request body");
  public static final Key<Duration> RESPONSE_TIMEOUT =
      Key.seconds(
          "response_timeout_seconds",
          0,
          0,
          86_400,
          "Maximum time from the end of the request to the head of the response; 0 means timeout_seconds");
  public static final Key<Duration> RESPONSE_BODY_TIMEOUT =
      Key.seconds(
          "response_body_timeout_seconds",
          120,
          0.1,
          86_400,
          "Maximum time without data from the backend within a response; event streams (text/event-stream) have tunnel_timeout_seconds");
  public static final Key<Duration> SEND_TIMEOUT =
      Key.seconds(
          "send_timeout_seconds",
          120,
          0.1,
          86_400,
          "Maximum time in which a client takes no bytes of an available response");
  public static final Key<Integer> MIN_RESPONSE_BODY_RATE =
      Key.integer(
          "min_response_body_rate",
          240,
          0,
          1_000_000_000,
          "Minimum rate at which a client takes a response, averaged over send_timeout_seconds, in bytes per second; 0 disables it");
  public static final Key<Long> MAX_DISCARD =
      Key.longInteger(
          "max_discard_bytes",
          64L * 1024 * 1024,
          0,
          Long.MAX_VALUE,
          "Maximum bytes of a request body that are discarded after an early response, so that the client can read that response");
  public static final Key<String> HALF_CLOSED =
      Key.choice(
          "half_closed_clients",
          "wait",
          List.of("wait", "abort"),
          "Whether a request is completed after its client has half-closed the connection, or aborted when the backend is silent for 0.7 s");
  public static final Key<Duration> KEEPALIVE_TIMEOUT =
      Key.seconds(
          "keepalive_timeout_seconds",
          60,
          0.1,
          86_400,
          "Idle timeout of client connections between requests");
  public static final Key<Duration> TUNNEL_TIMEOUT =
      Key.seconds(
          "tunnel_timeout_seconds",
          3600,
          0,
          31_536_000,
          "Closes a WebSocket without data in either direction, or an event stream without an event, after this time; 0 disables it");
  public static final Key<Long> MAX_BODY =
      Key.longInteger(
          "max_body_bytes",
          0,
          0,
          Long.MAX_VALUE,
          "Maximum size of a request body; 0 sets no limit");
  public static final Key<Integer> MAX_HEAD =
      Key.integer(
          "max_head_bytes",
          65_536,
          8192,
          1_048_576,
          "Maximum size of the head of a request or response, in bytes");
  public static final Key<Integer> MAX_REQUEST_LINE =
      Key.integer(
          "max_request_line_bytes",
          16_384,
          8000,
          1_048_576,
          "Maximum length of method and target in a request line, in bytes; longer ones get 414");
  public static final Key<Integer> MAX_FIELDS =
      Key.integer(
          "max_header_fields",
          128,
          16,
          10_000,
          "Maximum number of header fields of a request or response");
  public static final Key<Boolean> PRESERVE_HOST =
      Key.bool(
          "preserve_host",
          false,
          "Whether the backend gets the client's Host instead of its own name");
  public static final Key<Boolean> REWRITE_LOCATION =
      Key.bool(
          "rewrite_location",
          true,
          "Whether URLs of the backend in Location, Content-Location and Refresh, and of the client in Destination, are rewritten if Host or a path prefix is");
  public static final Key<Boolean> REWRITE_COOKIES =
      Key.bool(
          "rewrite_cookies",
          true,
          "Whether Domain and Path of Set-Cookie are rewritten if Host or a path prefix is");
  public static final Key<String> FORWARDED_FIELDS =
      Key.choice(
          "forwarded_fields",
          "x-forwarded",
          List.of("x-forwarded", "forwarded", "both", "none"),
          "Which forwarding fields the backend gets: X-Forwarded-For, -Proto, -Host, -Port and -Prefix, or Forwarded (RFC 7239)");
  public static final Key<Boolean> VIA =
      Key.bool(
          "via",
          true,
          "Whether requests to backends have Via; false sends CDN-Loop (RFC 8586) instead, for backends that do not compress responses to proxies");
  public static final Key<Boolean> LENIENT =
      Key.bool(
          "lenient",
          false,
          "Whether unambiguous grammar violations in responses are accepted, for backends that cannot be fixed");
  public static final Key<List<String>> UPGRADE_PROTOCOLS =
      Key.strings(
              "upgrade_protocols",
              List.of("websocket"),
              "Protocols that a request may upgrade to; never h2c")
          .checked(
              values ->
                  values.stream()
                      .filter(v -> v.equalsIgnoreCase("h2c") || !v.matches("[\\w.+-]+(/[\\w.]+)?"))
                      .findFirst()
                      .map(
                          v ->
                              "has \""
                                  + v
                                  + "\"; expected protocols such as \"websocket\", except h2c"));
  public static final Key<String> TRACE =
      Key.choice(
          "trace",
          "propagate",
          List.of("propagate", "start", "span"),
          "traceparent of W3C Trace Context: propagated unchanged, started if a request has none, or with a span of Porty for each request");
  public static final Key<List<String>> TRUSTED_PROXIES =
      Key.strings(
              "trusted_proxies",
              List.of(),
              "Clients (addresses, CIDR blocks, or \"unix\" for those of Unix domain sockets) whose forwarding fields are kept and extended; those of others are replaced")
          .checked(
              values ->
                  values.stream()
                      .filter(v -> !v.equals(UNIX) && Cidr.parse(v).isEmpty())
                      .findFirst()
                      .map(
                          v ->
                              "has \""
                                  + v
                                  + "\"; expected an address or a CIDR block such as \"10.0.0.0/8\""));

  /** Keys that apply before a route is known. */
  public static final List<Key<?>> OF_LISTENER =
      Stream.concat(
              Stream.of(
                  HEAD_TIMEOUT, FIRST_REQUEST_TIMEOUT, MAX_HEAD, MAX_REQUEST_LINE, MAX_FIELDS),
              Http2Keys.ALL.stream())
          .toList();

  private static final List<Key<?>> EXCHANGE =
      List.of(
          BODY_TIMEOUT,
          MIN_REQUEST_BODY_RATE,
          BODY_RATE_GRACE,
          RESPONSE_TIMEOUT,
          RESPONSE_BODY_TIMEOUT,
          SEND_TIMEOUT,
          MIN_RESPONSE_BODY_RATE,
          MAX_DISCARD,
          HALF_CLOSED,
          KEEPALIVE_TIMEOUT,
          TUNNEL_TIMEOUT);

  private static final List<Key<?>> MESSAGE =
      List.of(
          MAX_BODY,
          PRESERVE_HOST,
          REWRITE_LOCATION,
          REWRITE_COOKIES,
          FORWARDED_FIELDS,
          VIA,
          LENIENT,
          UPGRADE_PROTOCOLS,
          TRACE,
          TRUSTED_PROXIES);

  /** Keys that apply when the route is known. */
  public static final List<Key<?>> OF_ROUTE =
      Stream.of(EXCHANGE, UpstreamKeys.ALL, MESSAGE, HttpsKeys.ALL).flatMap(List::stream).toList();

  private HttpKeys() {}
}
