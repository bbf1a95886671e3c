package io.porty.net.conduit;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * A handler that belongs to the connection, not to the mode that uses it: TLS. It comes first in
 * the pipeline and stays when a mode or the relay takes the channel over. Bytes behind it are not
 * those of the socket.
 */
public interface ConnectionHandler extends ChannelHandler {

  /**
   * Ends its own layer's output (close_notify), and runs the task when that is written, or never
   * will be. On the event loop.
   */
  void shutdownOutput(ChannelHandlerContext ctx, Runnable socketsOutput);

  /** The channel is about to be reset: nothing is written any more, no close_notify either. */
  void reset();

  /** Whether the peer has ended its output, in this layer or below it. */
  boolean isInputShutdown();

  /** Whether the input ended without the peer's close_notify: it may have been cut. */
  boolean isInputTruncated();
}
