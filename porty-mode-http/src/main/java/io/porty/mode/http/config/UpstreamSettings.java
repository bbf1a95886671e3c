package io.porty.mode.http.config;

import io.porty.api.Settings;

/**
 * Limits of a route's backend connections. Times are in ticks.
 *
 * @param idleTimeout idle timeout; 0 keeps no idle connections
 * @param unsafeReuseIdle maximum idle time of a connection for a request that is not retryable
 * @param lifetime maximum age for reuse
 * @param idle maximum idle connections, on all event loops together
 * @param connections maximum connections to one target, on all event loops together; 0 sets no
 *     limit
 * @param queue maximum requests that wait for a connection to one target, on all event loops
 *     together
 * @param http2 whether HTTP/2 is offered to backends with TLS
 */
public record UpstreamSettings(
    int idleTimeout,
    int unsafeReuseIdle,
    int lifetime,
    int idle,
    int connections,
    int queue,
    boolean http2) {

  static UpstreamSettings of(Settings settings) {
    return new UpstreamSettings(
        Timeouts.ticks(settings.get(UpstreamKeys.IDLE_TIMEOUT)),
        Timeouts.ticks(settings.get(UpstreamKeys.UNSAFE_REUSE_IDLE)),
        Timeouts.ticks(settings.get(UpstreamKeys.LIFETIME)),
        settings.get(UpstreamKeys.MAX_IDLE),
        settings.get(UpstreamKeys.MAX_CONNECTIONS),
        settings.get(UpstreamKeys.MAX_QUEUE),
        settings.get(UpstreamKeys.HTTP2));
  }
}
