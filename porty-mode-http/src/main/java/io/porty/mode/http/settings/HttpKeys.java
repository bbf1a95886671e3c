package io.porty.mode.http.settings;

import io.porty.api.Key;
import java.time.Duration;
import java.util.List;

/** The keys that an HTTP route has besides those of every route. */
public final class HttpKeys {

  public static final Key<Duration> HEAD_TIMEOUT =
      Key.seconds(
          "head_timeout_seconds",
          10,
          0.1,
          3600,
          "From the first byte of a request's head to its last; also for a new connection that sends nothing");
  public static final Key<Duration> BODY_TIMEOUT =
      Key.seconds(
          "body_timeout_seconds",
          30,
          0.1,
          86_400,
          "Ends an exchange whose body makes no progress for so long, either way");
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
          "Ends a WebSocket that is silent both ways for so long; 0 means never");
  public static final Key<Duration> UPSTREAM_IDLE_TIMEOUT =
      Key.seconds(
          "upstream_idle_timeout_seconds",
          30,
          0,
          3600,
          "How long a backend connection is kept for the next request. 0 keeps none");
  public static final Key<Duration> UPSTREAM_ONCE_IDLE =
      Key.seconds(
          "upstream_once_idle_seconds",
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
  public static final Key<Integer> MAX_FIELDS =
      Key.integer(
          "max_header_fields", 128, 16, 10_000, "The most header fields of a request or response");
  public static final Key<Boolean> PRESERVE_HOST =
      Key.bool(
          "preserve_host",
          false,
          "Whether the backend gets the client's Host rather than its own name");
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
          "pass",
          List.of("pass", "begin", "span"),
          "traceparent of W3C Trace Context: passed on as it is, begun where a request has none, or one with a span of Porty's own for each request");
  public static final Key<List<String>> TRUSTED_PROXIES =
      Key.strings(
              "trusted_proxies",
              List.of(),
              "Clients (addresses or CIDR blocks) whose X-Forwarded-* fields are kept and added to; others' are replaced")
          .checked(
              values ->
                  values.stream()
                      .filter(v -> AddressBlock.parse(v).isEmpty())
                      .findFirst()
                      .map(
                          v ->
                              "has \""
                                  + v
                                  + "\"; expected an address or a CIDR block such as \"10.0.0.0/8\""));

  public static final List<Key<?>> ALL =
      List.of(
          HEAD_TIMEOUT,
          BODY_TIMEOUT,
          KEEPALIVE_TIMEOUT,
          TUNNEL_TIMEOUT,
          UPSTREAM_IDLE_TIMEOUT,
          UPSTREAM_ONCE_IDLE,
          UPSTREAM_LIFETIME,
          UPSTREAM_IDLE,
          UPSTREAM_CONNECTIONS,
          QUEUE_TIMEOUT,
          MAX_BODY,
          MAX_HEAD,
          MAX_FIELDS,
          PRESERVE_HOST,
          UPGRADE_PROTOCOLS,
          TRACE,
          TRUSTED_PROXIES);

  private HttpKeys() {}
}
