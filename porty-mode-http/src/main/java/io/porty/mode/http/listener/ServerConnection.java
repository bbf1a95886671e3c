package io.porty.mode.http.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.porty.api.mode.ConnectionSnapshot;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client's connection as its listener sees it, whatever its wire. On its event loop. */
public interface ServerConnection extends ChannelHandler {

  /** Another configuration's listener, which takes over connections between two requests. */
  interface Successor {

    /**
     * @param begun bytes of the next request, owned by the successor from here on; may be null
     * @param ticksLeft until the client has to have begun its next request, or completed the head
     *     that has begun
     */
    void adopt(Channel client, @Nullable ByteBuf begun, int ticksLeft);
  }

  Channel channel();

  /** What it is at, for people. */
  ConnectionSnapshot look();

  /** Porty's own code failed at work on it: reports that, and answers the client if it can. */
  void failed(Throwable cause);

  /** Called a few times a second. */
  void tick(int now);

  /**
   * For how long nobody has been at work on it, in ticks; 0 if somebody is, or it has not been long
   * enough for a request to be on its way.
   */
  int idleFor(int now);

  /** Ends it, because somebody else waits for its place. */
  void giveWay();

  /** Has it come to its end: with the next answer, or when no request has come for a moment. */
  void drain();

  /**
   * Has it go on under another configuration, at once or after the exchange that runs.
   *
   * @param to asked when it can move: where to, or null if it has to come to its end
   */
  void migrate(Supplier<? extends @Nullable Successor> to);
}
