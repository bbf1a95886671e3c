package io.porty.engine.control;

import io.porty.engine.accesslog.AsyncLogDispatcher;
import io.porty.engine.observe.loops.EventLoopMonitor;
import io.porty.engine.observe.recent.RecentTraffic;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.dial.DialerResources;
import io.porty.net.transport.EventLoops;
import io.porty.net.upstream.EndpointTable;

/**
 * What the pages of the admin endpoint show.
 *
 * @param dialing what the dialers of all routes share
 * @param loopMonitor to listen to while the endpoint is open
 */
public record AdminSources(
    ConfigReloader reloader,
    DialerResources dialing,
    AsyncLogDispatcher logs,
    RecentTraffic recent,
    ReloadCounters reloads,
    EventLoopMonitor loopMonitor) {

  /** The event loops of the process. */
  public EventLoops loops() {
    return dialing.loops();
  }

  /** Counts of faults of Porty's own. */
  public InternalErrors errors() {
    return dialing.errors();
  }

  /** Every backend that is known now. */
  public EndpointTable endpoints() {
    return dialing.endpoints();
  }
}
