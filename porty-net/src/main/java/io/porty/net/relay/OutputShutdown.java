package io.porty.net.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.porty.net.epoll.EpollTcpChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;

/** What is done to a channel behind everything that was written to it. On its event loop. */
final class OutputShutdown {

  private OutputShutdown() {}

  /** Runs a task when the socket has taken all, or never will; at once if it has. */
  static void whenWritten(Channel channel, Runnable task) {
    if (channel instanceof EpollTcpChannel stream) {
      stream.sendNow();
    }
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    // Not isEmpty, which does not see what is written and not yet flushed.
    if (pending == null || pending.totalPendingWriteBytes() == 0) {
      task.run();
      return;
    }
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> task.run());
  }

  /**
   * Ends the output of a channel that nothing waits for (shutdown(2)). Netty's own way makes an
   * exception, with its stack, for every connection that ends so: a tenth of what a short one costs
   * outside of the kernel. It marks the channel's buffer closed, which nobody asks for here.
   */
  static void shutdownOutput(Channel channel) {
    if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
      try {
        socket.shutdown(false, true);
      } catch (IOException | NotYetConnectedException e) {
        // It has been closed from the other end, and will be here.
      }
      return;
    }
    ((DuplexChannel) channel).shutdownOutput();
  }
}
