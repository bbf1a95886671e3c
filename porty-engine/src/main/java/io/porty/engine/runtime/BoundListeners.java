package io.porty.engine.runtime;

import com.google.inject.Inject;
import io.porty.api.PluginContext;
import io.porty.engine.config.ListenAddress;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.observe.loops.StallRecorder;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.transport.EventLoops;

/** Creates bound listeners, and compares the socket options of two configurations. */
final class BoundListeners {

  private final PluginCatalog catalog;
  private final EventLoops loops;
  private final OwnAddresses ownAddresses;
  private final EngineContext context;
  private final InheritedSockets inheritance;
  private final StallRecorder stalls;

  @Inject
  BoundListeners(
      PluginCatalog catalog,
      EventLoops loops,
      OwnAddresses ownAddresses,
      EngineContext context,
      InheritedSockets inheritance,
      StallRecorder stalls) {
    this.catalog = catalog;
    this.loops = loops;
    this.ownAddresses = ownAddresses;
    this.context = context;
    this.inheritance = inheritance;
    this.stalls = stalls;
  }

  /** Records stalls of event loops while the flight recorder runs. */
  StallRecorder stalls() {
    return stalls;
  }

  /** Creates the context that a plugin's listener is given. */
  interface ContextFactory {
    RuntimeListenerContext of(
        ListenAddress at, int port, ListenerSockets sockets, PluginContext plugin);
  }

  /**
   * Creates a listener; it is not bound yet.
   *
   * @param port the configured port, or the free port to keep
   * @param coexists whether sockets of this process that these will replace still listen
   */
  BoundListener create(VirtualHosts config, int port, boolean coexists, ContextFactory contexts) {
    ListenerSockets sockets = new ListenerSockets(config, loops, inheritance, coexists);
    PluginContext plugin = context.of(catalog.loaded(config.listener()));
    GuardedListener listener =
        new GuardedListener(
            config
                .listener()
                .create(config.listenerSettings(), contexts.of(config.at(), port, sockets, plugin)),
            catalog.guard(config.listener()));
    return new BoundListener(config, port, sockets, listener, ownAddresses, context);
  }

  /** Whether two configurations need the same listener and socket options. */
  boolean haveSameSockets(VirtualHosts one, VirtualHosts other) {
    boolean socketPerLoop = ListenerSockets.hasSocketPerLoop(one, loops);
    return one.listener() == other.listener()
        && one.listenerConfig().hasSameSockets(other.listenerConfig())
        && socketPerLoop == ListenerSockets.hasSocketPerLoop(other, loops);
  }
}
