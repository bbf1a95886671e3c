package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PluginContext;
import io.porty.api.Settings;
import java.util.List;

/**
 * What a mode works with on one listening address.
 *
 * @since 0.1
 */
public interface ModeContext extends PluginContext {

  /** The routes of this address, at least one, in the order of the file. */
  List<Route> routes();

  /**
   * The mode's own keys of the listener: {@link ModeFactory#listenerKeys}, and no others.
   *
   * @since 0.2
   */
  default Settings listenerSettings() {
    return routes().get(0).settings();
  }

  /**
   * Every event loop that may bring a channel, so that a mode can keep state for each. Empty under
   * {@code porty check}.
   */
  List<EventLoop> eventLoops();

  /** Moves bytes between two channels. */
  Relay relay();

  /**
   * What is known of the ends of a channel, a client's or a backend's. Cheap; keep it as long as
   * the channel.
   *
   * @since 0.2
   */
  Conduit conduit(Channel channel);

  /** A short random word that names this running Porty, for finding loops. */
  String instanceId();

  /**
   * Whether memory for buffers runs short: new work on connections that are open should wait, as
   * new connections do, until it does not any more. Cheap; from any thread.
   */
  default boolean isShortOfMemory() {
    return false;
  }

  /**
   * Whether clients wait for a place at this listener: connections that could stay open between
   * requests should not. Cheap; from any thread.
   */
  default boolean isFull() {
    return false;
  }

  /**
   * Where a mode reports exceptions of its own code while no route is known; later {@link
   * Route#faults}.
   *
   * @since 0.2
   */
  default FaultReporter faults() {
    return FaultReporter.UNCAUGHT;
  }

  /**
   * Reserves ids for records: so many in a row, that nobody else in this process gets. From any
   * thread.
   *
   * @return the first of them
   */
  long reserveIds(int count);
}
