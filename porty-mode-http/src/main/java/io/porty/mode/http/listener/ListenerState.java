package io.porty.mode.http.listener;

import io.netty.channel.Channel;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.Relay;
import io.porty.mode.http.config.HttpListenerConfig;
import io.porty.mode.http.head.HeadLimits;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What the connections of one listening address share on every loop. Immutable.
 *
 * @param config what holds before a request's route is known
 * @param conduits of a channel
 * @param relay takes over what leaves HTTP
 * @param shortOfMemory whether buffers should be small and few
 * @param full whether clients wait for a place: connections should not stay between requests
 * @param faults takes exceptions of Porty's own code
 */
public record ListenerState(
    HttpListenerConfig config,
    Function<Channel, Conduit> conduits,
    Relay relay,
    BooleanSupplier shortOfMemory,
    BooleanSupplier full,
    FaultReporter faults) {

  /** Of a request's head. */
  public HeadLimits limits() {
    return config.limits();
  }
}
