package io.porty.api.mode;

import io.porty.api.PortyImplements;
import io.porty.api.Target;

/**
 * The endpoints of a route. Those of configured targets are shared with other routes; those of
 * client-chosen targets belong to the route, as its target policy does. Thread-safe and
 * non-blocking.
 *
 * @since 0.2
 */
@PortyImplements
public interface Endpoints {

  /** Without sharing: each call creates an endpoint. */
  Endpoints UNSHARED =
      (target, chosenByClient) ->
          new Endpoint(
              chosenByClient
                  ? UpstreamKey.chosenByClient(target, "unshared")
                  : UpstreamKey.of(target));

  /**
   * {@return the endpoint of a target, which stays until {@link #release}} Not to be called for
   * each request: a pool keeps it while it has connections.
   *
   * @param target the target
   * @param chosenByClient whether a client chose it
   */
  Endpoint acquire(Target target, boolean chosenByClient);

  /**
   * Releases an endpoint; once for each {@link #acquire}. Its state is kept for a while.
   *
   * @param endpoint that was acquired here
   */
  default void release(Endpoint endpoint) {}
}
