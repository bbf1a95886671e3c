package io.porty.mode.http.config;

import io.porty.api.Key;
import java.time.Duration;
import java.util.List;

/** The keys about the backend connections of a route: reuse, limits, and the wait for one. */
public final class UpstreamKeys {

  public static final Key<Duration> IDLE_TIMEOUT =
      Key.seconds(
          "upstream_idle_timeout_seconds",
          30,
          0,
          3600,
          "Idle timeout of backend connections; 0 keeps no idle connections");
  public static final Key<Duration> UNSAFE_REUSE_IDLE =
      Key.seconds(
          "upstream_unsafe_reuse_idle_seconds",
          4,
          0,
          3600,
          "Maximum idle time of a backend connection for a request that cannot be retried; must be shorter than the backend's own idle timeout");
  public static final Key<Duration> LIFETIME =
      Key.seconds(
          "upstream_lifetime_seconds",
          600,
          0.1,
          86_400,
          "Maximum age of a backend connection for reuse, after which a changed DNS record takes effect");
  public static final Key<Integer> MAX_IDLE =
      Key.integer(
          "upstream_max_idle",
          1024,
          0,
          1_000_000,
          "Maximum idle backend connections over all targets; divided among the event loops");
  public static final Key<Integer> MAX_CONNECTIONS =
      Key.integer(
          "upstream_max_connections",
          0,
          0,
          1_000_000,
          "Maximum connections to one target; further requests wait up to queue_timeout_seconds, then get 503. 0 sets no limit");
  public static final Key<Integer> MAX_QUEUE =
      Key.integer(
          "upstream_max_queue",
          100,
          0,
          1_000_000,
          "Maximum requests that wait for a connection to one target at upstream_max_connections; further ones get 503 at once");
  public static final Key<Boolean> HTTP2 =
      Key.bool(
          "upstream_http2",
          false,
          "Offer HTTP/2 to backends with TLS (https://); the backend decides. Backends without TLS speak it as h2c://");
  public static final Key<Duration> QUEUE_TIMEOUT =
      Key.seconds(
          "queue_timeout_seconds",
          0,
          0,
          86_400,
          "How long a request waits for a connection to a target at upstream_max_connections; 0 means timeout_seconds");

  static final List<Key<?>> ALL =
      List.of(
          IDLE_TIMEOUT,
          UNSAFE_REUSE_IDLE,
          LIFETIME,
          MAX_IDLE,
          MAX_CONNECTIONS,
          MAX_QUEUE,
          HTTP2,
          QUEUE_TIMEOUT);

  private UpstreamKeys() {}
}
