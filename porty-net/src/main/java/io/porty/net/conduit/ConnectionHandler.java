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
}
