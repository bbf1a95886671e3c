package io.porty.engine.runtime;

import io.porty.api.Target;
import io.porty.api.mode.Endpoint;
import io.porty.api.mode.Endpoints;
import io.porty.api.mode.UpstreamKey;
import io.porty.net.upstream.EndpointTable;

/**
 * The endpoints of the process as one route sees them.
 *
 * @param route its name, which stands for its target policy
 */
record RouteEndpoints(EndpointTable table, String route) implements Endpoints {

  @Override
  public Endpoint acquire(Target target, boolean chosenByClient) {
    UpstreamKey key =
        chosenByClient ? UpstreamKey.chosenByClient(target, route) : UpstreamKey.of(target);
    return table.acquire(key).endpoint();
  }

  @Override
  public void release(Endpoint endpoint) {
    table.release(endpoint);
  }
}
