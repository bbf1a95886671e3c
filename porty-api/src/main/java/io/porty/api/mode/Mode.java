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
 * Implements a protocol on accepted channels. A connection and its upstream connections are handled
 * on one event loop.
 *
 * @since 0.1
 */
@PluginImplements
public interface Mode {

  /**
   * Takes ownership of an accepted channel: registered, active, without handlers, and with
   * auto-read off, so that nothing is read before the mode has added its handler. On the channel's
   * event loop. End of stream closes the channel unless the mode sets ALLOW_HALF_CLOSURE and
   * handles half-closure.
   *
   * <p>{@link ConnectionFacts#clientOf} has the client's address. Bytes that the listener has
   * already read are delivered to the mode's handlers when this returns, even while auto-read is
   * off.
   *
   * @param client registered, active, not read yet, without handlers
   */
  void accept(Channel client);

  /**
   * Takes ownership of an accepted channel that is refused: a mode may report the reason to the
   * client. On the channel's event loop.
   *
   * @param client as for {@link #accept}
   * @param why the reason
   */
  default void refuse(Channel client, Failure why) {
    client.close();
  }

  /**
   * Drains a connection: closes it soon if it is idle, else after the current request. On the
   * channel's event loop. Connections that are open at the drain deadline are closed by Porty.
   *
   * @param client the client's connection
   */
  default void drain(Channel client) {}

  /**
   * The configuration has changed, and another mode serves the address. A mode may move the
   * connection to it as soon as possible; by default it is served to its end. Called on the
   * channel's event loop, and again for each further change.
   *
   * @param client the client's connection
   * @param to called when the connection can move
   */
  default void migrate(Channel client, ConnectionMigration to) {}

  /**
   * A client waits for a connection permit of this listener: a mode closes its longest idle
   * connection, now or as soon as there is one. On any thread; called for each waiting client.
   */
  default void evictIdle() {}

  /**
   * A client at its own limit waits for one of its connections to end: as {@link #evictIdle()},
   * among these. On any thread; called repeatedly with an equal {@code candidates} while the client
   * waits.
   *
   * @param candidates selects the client's connections; thread-safe
   * @param needed whether the client still waits
   * @since 0.2
   */
  default void evictIdle(Predicate<Channel> candidates, BooleanSupplier needed) {}

  /**
   * Describes the state of a connection for the admin endpoint. On the channel's event loop; not
   * for connections in a {@link Relay}.
   *
   * @param client a connection of this mode
   * @return empty if there is no description
   */
  default Optional<ConnectionSnapshot> describe(Channel client) {
    return Optional.empty();
  }

  /** Moves a connection to the mode that now serves its address. */
  @PortyImplements
  @FunctionalInterface
  interface ConnectionMigration {
    /**
     * Transfers the connection to the returned mode, which may be of another type. Called on the
     * client's event loop when it can move at once.
     *
     * @return null if the address is not served any more: drain the connection
     */
    @Nullable Mode enter();

    /**
     * Keeps this mode open for requests that run on, although their connection moves: called before
     * {@link #enter}. On the client's event loop.
     *
     * @return run once when the last of them has ended; on any thread
     * @since 0.2
     */
    default Runnable hold() {
      return () -> {};
    }
  }

  /**
   * {@return which of the routes of this address would serve a request, if any; for {@code porty
   * explain}}
   *
   * @param request of the type that the factory names
   */
  Optional<Route> routeFor(RouteRequest request);

  /**
   * Releases the mode's resources, such as pooled connections. Called once, after all clients are
   * closed.
   */
  default void close() {}
}
