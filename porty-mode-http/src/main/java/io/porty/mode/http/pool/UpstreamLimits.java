package io.porty.mode.http.pool;

/**
 * How many backend connections a route keeps, and for how long. Times are in ticks of the loop's
 * coarse clock.
 *
 * @param idleTicks how long one waits for its next request; 0 keeps none
 * @param unsafeReuseIdleTicks how long one may have waited for a request that cannot be sent twice
 * @param lifetimeTicks after which one is not used again; a name that has moved is looked up anew
 *     by then
 * @param idle how many wait at most on one loop, whatever their targets
 */
public record UpstreamLimits(
    int idleTicks, int unsafeReuseIdleTicks, int lifetimeTicks, int idle) {}
