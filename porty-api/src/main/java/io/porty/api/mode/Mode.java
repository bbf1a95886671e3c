package io.porty.api.mode;

import io.netty.channel.Channel;
import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.PortyImplements;
import io.porty.api.route.RouteRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Speaks a protocol on accepted channels. Everything about one connection, its upstream included,
 * happens on that connection's event loop.
 *
 * @since 0.1
 */
@PluginImplements
public interface Mode {

  /**
   * Takes over an accepted channel: registered, active, without handlers, and with automatic
   * reading off, so that nothing is read before the mode has added its handler and says so. Called
   * on the channel's event loop. The mode owns the channel and closes it. A client that finishes
   * sending closes the channel, unless the mode sets ALLOW_HALF_CLOSURE and looks after that
   * itself.
   *
   * <p>Who the client is says {@link ConnectionFacts#clientOf}. Bytes that its listener has read
   * already come to the mode's handlers as the first ones that are read, as soon as this returns,
   * even while reading is off.
   *
   * @param client registered, active, not read yet, without handlers
   */
  void accept(Channel client);

  /**
   * Takes over an accepted channel, as {@link #accept} does, that is not to be served: a mode that
   * can tells the client why. Called on the channel's event loop.
   *
   * @param client as for {@link #accept}
   * @param why why not
   */
  default void refuse(Channel client, Failure why) {
    client.close();
  }

  /**
   * Asks an open connection to come to its end: an idle one closes soon, a busy one after what it
   * is doing. Called on the channel's event loop; what is still open at the drain deadline is
   * closed by the engine.
   *
   * @param client the client's connection
   */
  default void drain(Channel client) {}

  /**
   * The configuration has changed, and another mode serves the address now. A mode whose
   * connections can go on under another one moves this one when it can; one that does not serves it
   * to its end, as by default. Called on the channel's event loop, and again for each further
   * change.
   *
   * @param client the client's connection
   * @param to asked when the client can move
   */
  default void migrate(Channel client, ConnectionMigration to) {}

  /**
   * A client waits for a place at this listener: a mode whose connections may be idle, without
   * anybody being at work on them, ends the one that has been idle for longest, now or as soon as
   * there is one. Called from any thread, again for each client that has to wait.
   */
  default void evictIdle() {}

  /**
   * A client has its share of the connections at this listener and waits for one of its own to end:
   * as {@link #evictIdle()}, among these. Called from any thread, again and again with an equal
   * {@code candidates} while the client waits.
   *
   * @param candidates which connections are this client's; may be asked on any thread
   * @param needed whether the client still waits
   * @since 0.2
   */
  default void evictIdle(Predicate<Channel> candidates, BooleanSupplier needed) {}

  /**
   * What a connection is at. Called on the channel's event loop, now and then; not for one that a
   * {@link Relay} has taken over, which says so itself.
   *
   * @param client one that this mode serves
   * @return empty if nothing can be said of it
   */
  default Optional<ConnectionSnapshot> describe(Channel client) {
    return Optional.empty();
  }

  /** The way of a client to what serves its address now. */
  @PortyImplements
  @FunctionalInterface
  interface ConnectionMigration {
    /**
     * Gives the client to the mode that is answered, which may be of another kind. To be called on
     * the client's event loop when it can move at once.
     *
     * @return null if nothing serves the address any more: bring the connection to its end
     */
    @Nullable Mode enter();
  }

  /**
   * {@return which of the routes of this address would serve a request, if any; for {@code porty
   * explain}}
   *
   * @param request of the type that the factory names
   */
  Optional<Route> routeFor(RouteRequest request);

  /**
   * Releases what the mode holds for itself, pooled connections for instance. Called once, after
   * every client has gone.
   */
  default void close() {}
}
