package io.porty.engine.runtime;

import io.porty.api.PluginContext;
import io.porty.engine.config.ListenAddress;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.plugin.PluginCatalog;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.transport.EventLoops;

/** Makes the listeners of seats, and knows when two configurations want the same sockets. */
final class SeatListeners {

  private final PluginCatalog catalog;
  private final EventLoops loops;
  private final OwnAddresses own;
  private final EngineContext context;
  private final InheritedSockets inheritance;

  SeatListeners(
      PluginCatalog catalog,
      EventLoops loops,
      OwnAddresses own,
      EngineContext context,
      InheritedSockets inheritance) {
    this.catalog = catalog;
    this.loops = loops;
    this.own = own;
    this.context = context;
    this.inheritance = inheritance;
  }

  /** Makes what a listener works with. */
  interface Side {
    SeatContext of(ListenAddress at, int port, ListenerSockets sockets, PluginContext plugin);
  }

  /**
   * @param port what is written, or the free port that it is to keep
   * @param beside whether sockets of this process that give way to these still listen
   */
  BoundListener make(VirtualHosts config, int port, boolean beside, Side side) {
    ListenerSockets sockets = new ListenerSockets(config, loops, inheritance, beside);
    PluginContext plugin = context.of(catalog.loaded(config.listener()));
    GuardedListener listener =
        new GuardedListener(
            config
                .listener()
                .create(config.listenerSettings(), side.of(config.at(), port, sockets, plugin)),
            catalog.fence(config.listener()));
    return new BoundListener(config, port, sockets, listener, own, context);
  }

  /** Whether sockets that were made for the one are what the other wants. */
  boolean isAlike(VirtualHosts one, VirtualHosts other) {
    boolean each = ListenerSockets.isOneForEachLoop(one, loops);
    return one.listener() == other.listener()
        && one.listenerConfig().hasSameSockets(other.listenerConfig())
        && each == ListenerSockets.isOneForEachLoop(other, loops);
  }
}
