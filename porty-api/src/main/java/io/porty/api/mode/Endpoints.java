package io.porty.api.mode;

import io.porty.api.PortyImplements;
import io.porty.api.Target;

/**
 * The endpoints as one route sees them. Endpoints of targets that the configuration names or a
 * router chooses are shared with the other routes; those of targets that clients choose are the
 * route's own, because its policy is. Thread-safe; nothing here waits.
 *
 * @since 0.2
 */
@PortyImplements
public interface Endpoints {

  /** Where nobody shares: every call makes an endpoint of its own. */
  Endpoints UNSHARED =
      (target, chosenByClient) ->
          new Endpoint(
              chosenByClient
                  ? UpstreamKey.chosenByClient(target, "unshared")
                  : UpstreamKey.of(target));

  /**
   * {@return the endpoint of a target, which stays until {@link #release}} Not for each request: a
   * pool keeps it while it has connections.
   *
   * @param target where it is
   * @param chosenByClient whether a client chose it
   */
  Endpoint acquire(Target target, boolean chosenByClient);

  /**
   * Gives an endpoint back; once for each {@link #acquire}. What is known of it is kept for a
   * while.
   *
   * @param endpoint that was acquired here
   */
  default void release(Endpoint endpoint) {}
}
