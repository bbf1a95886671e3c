package io.porty.mode.http.pool;

/**
 * Limits of a route's backend connections. Times are in ticks of the event loop's coarse clock.
 *
 * @param idleTicks idle timeout; 0 keeps no idle connections
 * @param unsafeReuseIdleTicks maximum idle time of a connection for a request that is not retryable
 * @param lifetimeTicks maximum age for reuse, after which a changed DNS record takes effect
 * @param idle maximum idle connections
 */
public record UpstreamLimits(
    int idleTicks, int unsafeReuseIdleTicks, int lifetimeTicks, int idle) {}
