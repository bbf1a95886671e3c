package io.porty.mode.http.config;

import io.porty.api.Cidr;
import io.porty.api.Key;
import java.time.Duration;
import java.util.List;

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
          "How long a new connection may send nothing; 0 is request_header_timeout_seconds");
  public static final Key<Duration> BODY_TIMEOUT =
      Key.seconds(
          "body_timeout_seconds",
          30,
          0.1,
          86_400,
          "Ends an exchange whose request body makes no progress for so long");
  public static final Key<Integer> MIN_REQUEST_BODY_RATE =
      Key.integer(
          "min_request_body_rate",
          240,
          0,
          1_000_000_000,
          "The least rate of a request body while Porty waits for it, in bytes per second; slower clients get 408. 0 sets none");
  public static final Key<Duration> BODY_RATE_GRACE =
      Key.seconds(
          "body_rate_grace_seconds",
          5,
          0,
          86_400,
          "How long a request body may be slower than min_request_body_rate at its beginning");
  public static final Key<Duration> RESPONSE_TIMEOUT =
      Key.seconds(
          "response_timeout_seconds",
          0,
          0,
          86_400,
          "How long a backend may take to begin its response after the request is sent; 0 is timeout_seconds");
  public static final Key<Duration> RESPONSE_BODY_TIMEOUT =
      Key.seconds(
          "response_body_timeout_seconds",
          120,
          0.1,
          86_400,
          "How long a backend may be silent within a response; an event stream (text/event-stream) has tunnel_timeout_seconds");
  public static final Key<Duration> SEND_TIMEOUT =
      Key.seconds(
          "send_timeout_seconds",
          120,
          0.1,
          86_400,
          "How long a client may take nothing of a response that is there for it");
  public static final Key<Integer> MIN_RESPONSE_BODY_RATE =
      Key.integer(
          "min_response_body_rate",
          240,
          0,
          1_000_000_000,
          "The least rate at which a client takes a response, averaged over send_timeout_seconds, in bytes per second; 0 sets none");
  public static final Key<Long> MAX_DISCARD =
      Key.longInteger(
          "max_discard_bytes",
          64L * 1024 * 1024,
          0,
          Long.MAX_VALUE,
          "How much of a request body is read and dropped after an early answer, so that the client gets to read it");
  public static final Key<String> HALF_CLOSED =
      Key.choice(
          "half_closed_clients",
          "wait",
          List.of("wait", "abort"),
          "What becomes of a request whose client has finished sending and closed its side: answered within the time-outs, or given up when the backend is silent for 0.7 s");
  public static final Key<Duration> KEEPALIVE_TIMEOUT =
      Key.seconds(
          "keepalive_timeout_seconds",
          60,
          0.1,
          86_400,
          "How long a client connection may be idle between requests");
  public static final Key<Duration> TUNNEL_TIMEOUT =
      Key.seconds(
          "tunnel_timeout_seconds",
          3600,
          0,
          31_536_000,
          "Ends a WebSocket that is silent both ways, or an event stream without an event, for so long; 0 means never");
  public static final Key<Duration> UPSTREAM_IDLE_TIMEOUT =
      Key.seconds(
          "upstream_idle_timeout_seconds",
          30,
          0,
          3600,
          "How long a backend connection is kept for the next request. 0 keeps none");
  public static final Key<Duration> UPSTREAM_UNSAFE_REUSE_IDLE =
      Key.seconds(
          "upstream_unsafe_reuse_idle_seconds",
          4,
          0,
          3600,
          "How long a backend connection may have been idle when a request that cannot be sent twice takes it; shorter than the backend's own limit");
  public static final Key<Duration> UPSTREAM_LIFETIME =
      Key.seconds(
          "upstream_lifetime_seconds",
          600,
          0.1,
          86_400,
          "After how long a backend connection is not used again, so that a name that has moved is looked up anew");
  public static final Key<Integer> UPSTREAM_IDLE =
      Key.integer(
          "upstream_max_idle",
          1024,
          0,
          1_000_000,
          "The most idle backend connections, whatever their targets; divided among the event loops");
  public static final Key<Integer> UPSTREAM_CONNECTIONS =
      Key.integer(
          "upstream_max_connections",
          0,
          0,
          1_000_000,
          "The most connections to one target; further requests wait up to queue_timeout_seconds, then get 503. 0 sets no bound");
  public static final Key<Integer> UPSTREAM_QUEUE =
      Key.integer(
          "upstream_max_queue",
          100,
          0,
          1_000_000,
          "The most requests that wait for a connection to one target that has upstream_max_connections; further ones get 503 at once");
  public static final Key<Duration> QUEUE_TIMEOUT =
      Key.seconds(
          "queue_timeout_seconds",
          0,
          0,
          86_400,
          "How long a request waits for a connection to a target that has upstream_max_connections; 0 is timeout_seconds");
  public static final Key<Long> MAX_BODY =
      Key.longInteger(
          "max_body_bytes", 0, 0, Long.MAX_VALUE, "The largest request body; 0 means any");
  public static final Key<Integer> MAX_HEAD =
      Key.integer(
          "max_head_bytes",
          65_536,
          8192,
          1_048_576,
          "The largest head of a request or response, in bytes");
  public static final Key<Integer> MAX_REQUEST_LINE =
      Key.integer(
          "max_request_line_bytes",
          16_384,
          8000,
          1_048_576,
          "The longest request line, in bytes; longer ones get 414");
  public static final Key<Integer> MAX_FIELDS =
      Key.integer(
          "max_header_fields", 128, 16, 10_000, "The most header fields of a request or response");
  public static final Key<Boolean> PRESERVE_HOST =
      Key.bool(
          "preserve_host",
          false,
          "Whether the backend gets the client's Host rather than its own name");
  public static final Key<Boolean> REWRITE_LOCATION =
      Key.bool(
          "rewrite_location",
          true,
          "Whether URLs of the backend in Location, Content-Location and Refresh, and the client's in Destination, are carried over where Host or a prefix is rewritten");
  public static final Key<Boolean> REWRITE_COOKIES =
      Key.bool(
          "rewrite_cookies",
          true,
          "Whether Domain and Path of Set-Cookie are carried over where Host or a prefix is rewritten");
  public static final Key<String> FORWARDED_FIELDS =
      Key.choice(
          "forwarded_fields",
          "x-forwarded",
          List.of("x-forwarded", "forwarded", "both", "none"),
          "By which fields the backend learns of the client: X-Forwarded-For, -Proto, -Host, -Port and -Prefix, or Forwarded (RFC 7239)");
  public static final Key<Boolean> VIA =
      Key.bool(
          "via",
          true,
          "Whether requests to backends carry Via; false has CDN-Loop (RFC 8586) in its place, for backends that compress nothing for proxies");
  public static final Key<Boolean> LENIENT =
      Key.bool(
          "lenient",
          false,
          "Whether responses of this route's backends may break the grammar where it cannot be misread; for backends that cannot be fixed");
  public static final Key<List<String>> UPGRADE_PROTOCOLS =
      Key.strings(
              "upgrade_protocols",
              List.of("websocket"),
              "What a request may switch to; bytes pass both ways after that. Never h2c")
          .checked(
              values ->
                  values.stream()
                      .filter(v -> v.equalsIgnoreCase("h2c") || !v.matches("[\\w.+-]+(/[\\w.]+)?"))
                      .findFirst()
                      .map(
                          v ->
                              "has \""
                                  + v
                                  + "\"; expected names of protocols such as \"websocket\", and h2c is never passed on"));
  public static final Key<String> TRACE =
      Key.choice(
          "trace",
          "propagate",
          List.of("propagate", "start", "span"),
          "traceparent of W3C Trace Context: propagated as it is, started where a request has none, or with a span of Porty's own for each request");
  public static final Key<List<String>> TRUSTED_PROXIES =
      Key.strings(
              "trusted_proxies",
              List.of(),
              "Clients (addresses, CIDR blocks, or \"unix\" for those of Unix domain sockets) whose forwarding fields are kept and added to; others' are replaced")
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
      List.of(HEAD_TIMEOUT, FIRST_REQUEST_TIMEOUT, MAX_HEAD, MAX_REQUEST_LINE, MAX_FIELDS);

  /** Keys that apply when the route is known. */
  public static final List<Key<?>> OF_ROUTE =
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
          TUNNEL_TIMEOUT,
          UPSTREAM_IDLE_TIMEOUT,
          UPSTREAM_UNSAFE_REUSE_IDLE,
          UPSTREAM_LIFETIME,
          UPSTREAM_IDLE,
          UPSTREAM_CONNECTIONS,
          UPSTREAM_QUEUE,
          QUEUE_TIMEOUT,
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

  private HttpKeys() {}
}
