package io.porty.mode.http.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.porty.api.mode.ConnectionSnapshot;
import org.jspecify.annotations.Nullable;

/** A client connection as its listener sees it, independent of the protocol. On its event loop. */
public interface ServerConnection extends ChannelHandler {

  /** The listener of a new configuration, which takes over connections between two requests. */
  interface Successor {

    /**
     * Takes over a connection.
     *
     * @param begun bytes of the next request, owned by the successor; may be null
     * @param ticksLeft ticks until the client has to begin its next request, or complete the head
     *     that has begun
     */
    void adopt(Channel client, @Nullable ByteBuf begun, int ticksLeft);

    /**
     * Takes over a connection with several streams: those that run are served by the configuration
     * that they began with, new ones by this.
     */
    void adopt(ServerConnection multiplexed);
  }

  /** The way of a connection to another configuration. */
  interface Move {

    /**
     * Keeps the present configuration for running streams; called before {@link #enter}.
     *
     * @return run when it is not needed any more
     */
    Runnable hold();

    /** Moves the connection; null if it has to be drained. */
    @Nullable Successor enter();
  }

  Channel channel();

  /** The state of the connection, for the admin endpoint. */
  ConnectionSnapshot snapshot();

  /** Reports an internal error, and responds with an error if that is still possible. */
  void failed(Throwable cause);

  /** Called at each tick of {@link LoopClock}. */
  void tick(int now);

  /**
   * How long the connection has been idle, in ticks; 0 if it is in use, or has been idle for so
   * short a time that a request may be in transit.
   */
  int idleFor(int now);

  /** Closes the connection in favour of a waiting client. */
  void evict();

  /**
   * Closes the connection gracefully: with the next response, or when no request arrives within a
   * second.
   */
  void drain();

  /**
   * Moves the connection to another configuration, at once or after the current exchange.
   *
   * @param to called when it can move
   */
  void migrate(Move to);
}
