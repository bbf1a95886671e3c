package io.porty.net.conduit;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * A handler that belongs to the connection instead of a mode, such as TLS. It is the first in the
 * pipeline and stays when a mode or the relay replaces the other handlers. The bytes after it
 * differ from those of the socket.
 */
public interface ConnectionHandler extends ChannelHandler {

  /**
   * Ends the output of this layer (close_notify), and runs the task when that is written or can no
   * longer be written. On the event loop.
   *
   * @param socketOutput shuts down the output of the socket
   */
  void shutdownOutput(ChannelHandlerContext ctx, Runnable socketOutput);

  /** The channel is about to be reset: nothing is written any more, no close_notify either. */
  void reset();

  /** Whether the peer has ended its output, in this layer or below it. */
  boolean isInputShutdown();

  /** Whether the input ended without the peer's close_notify: it may have been cut. */
  boolean isInputTruncated();
}
