package io.porty.mode.http.config;

import io.porty.api.Settings;

/**
 * How many backend connections a route keeps, and for how long. Times are in ticks.
 *
 * @param idleTimeout how long one waits for its next request; 0 keeps none
 * @param unsafeReuseIdle how long one may have waited for a request that cannot be sent twice
 * @param lifetime after which one is not used again
 * @param idle how many wait at most, on all loops together
 * @param connections to one target, on all loops together; 0 sets no bound
 * @param queue how many requests wait for one at most, to one target, on all loops together
 */
public record UpstreamSettings(
    int idleTimeout, int unsafeReuseIdle, int lifetime, int idle, int connections, int queue) {

  static UpstreamSettings of(Settings settings) {
    return new UpstreamSettings(
        Timeouts.ticks(settings.get(HttpKeys.UPSTREAM_IDLE_TIMEOUT)),
        Timeouts.ticks(settings.get(HttpKeys.UPSTREAM_UNSAFE_REUSE_IDLE)),
        Timeouts.ticks(settings.get(HttpKeys.UPSTREAM_LIFETIME)),
        settings.get(HttpKeys.UPSTREAM_IDLE),
        settings.get(HttpKeys.UPSTREAM_CONNECTIONS),
        settings.get(HttpKeys.UPSTREAM_QUEUE));
  }
}
