package io.porty.api.mode;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.PluginContext;
import io.porty.api.PortyImplements;
import io.porty.api.Settings;
import java.util.List;
import java.util.Optional;

/**
 * The context of a mode on one listening address.
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
   * {@return the challenges that a mode for HTTP answers before any route; empty if no certificate
   * source is configured, and on a listener with TLS}
   *
   * @since 0.2
   */
  default Optional<HttpChallenges> challenges() {
    return Optional.empty();
  }

  /** {@return all event loops of client channels, for state of each loop} They never change. */
  List<EventLoop> eventLoops();

  /**
   * Returns the relay, which forwards bytes between two channels.
   *
   * @return the relay
   */
  Relay relay();

  /**
   * Creates the conduit of a client or backend channel. Cheap; keep it as long as the channel.
   *
   * @param channel of one of {@link #eventLoops}
   * @return the conduit
   * @since 0.2
   */
  Conduit conduit(Channel channel);

  /** {@return a random id of this process, for loop detection} */
  String instanceId();

  /**
   * {@return whether buffer memory is short: new work should wait, as new connections do} Cheap and
   * thread-safe.
   */
  default boolean isShortOfMemory() {
    return false;
  }

  /**
   * {@return whether clients wait for a connection permit: connections should not stay open between
   * requests} Cheap and thread-safe.
   */
  default boolean isFull() {
    return false;
  }

  /**
   * {@return the reporter of internal errors while no route is known; then {@link Route#faults}}
   *
   * @since 0.2
   */
  default FaultReporter faults() {
    return FaultReporter.UNCAUGHT;
  }

  /**
   * {@return the meter of this listening address} Ask for values when connections come, not before.
   *
   * @since 0.2
   */
  default ModeMeter meter() {
    return ModeMeter.OFF;
  }

  /**
   * Reserves consecutive ids for records, unique in this process. Thread-safe.
   *
   * @param count how many, above 0
   * @return the first id
   */
  long reserveIds(int count);
}
