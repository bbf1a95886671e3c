package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PluginContext;
import io.porty.api.PortyImplements;
import io.porty.api.Settings;
import java.util.List;

/**
 * What a mode works with on one listening address.
 *
 * @since 0.1
 */
@PortyImplements
public interface ModeContext extends PluginContext {

  /** {@return the routes of this address, at least one, in the order of the file} */
  List<Route> routes();

  /**
   * {@return the mode's own keys of the listener: {@link ModeFactory#listenerKeys}, and no others}
   *
   * @since 0.2
   */
  default Settings listenerSettings() {
    return routes().get(0).settings();
  }

  /**
   * {@return every event loop that may bring a channel, so that a mode can keep state for each}
   * They stay the same while Porty runs.
   */
  List<EventLoop> eventLoops();

  /**
   * Moves bytes between two channels.
   *
   * @return the relay, for every pair of connections
   */
  Relay relay();

  /**
   * Makes the conduit of a channel, a client's or a backend's. Cheap; keep it as long as the
   * channel.
   *
   * @param channel of one of {@link #eventLoops}
   * @return what is known of the ends of the channel
   * @since 0.2
   */
  Conduit conduit(Channel channel);

  /** {@return a short random word that names this running Porty, for finding loops} */
  String instanceId();

  /**
   * {@return whether memory for buffers runs short: new work on connections that are open should
   * wait, as new connections do, until it does not any more} Cheap; from any thread.
   */
  default boolean isShortOfMemory() {
    return false;
  }

  /**
   * {@return whether clients wait for a place at this listener: connections that could stay open
   * between requests should not} Cheap; from any thread.
   */
  default boolean isFull() {
    return false;
  }

  /**
   * {@return where a mode reports exceptions of its own code while no route is known; later {@link
   * Route#faults}}
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
   * @param count how many, above 0
   * @return the first of them
   */
  long reserveIds(int count);
}
