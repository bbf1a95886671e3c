package io.porty.mode.http.listener;

import io.netty.channel.Channel;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpListenerConfig;
import io.porty.mode.http.head.HeadLimits;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Immutable state that the connections of one listening address share on all event loops.
 *
 * @param config settings that apply before the route of a request is known
 * @param conduits creates the conduit of a channel
 * @param relay takes over upgraded connections
 * @param shortOfMemory whether buffers should be small and few
 * @param full whether clients wait for a permit: connections should not stay open between requests
 * @param faults receives internal errors
 * @param meter counts what is not of a route
 */
public record ListenerState(
    HttpListenerConfig config,
    Function<Channel, Conduit> conduits,
    Relay relay,
    BooleanSupplier shortOfMemory,
    BooleanSupplier full,
    FaultReporter faults,
    ModeMeter meter) {

  /** Limits of request heads. */
  public HeadLimits limits() {
    return config.limits();
  }
}
