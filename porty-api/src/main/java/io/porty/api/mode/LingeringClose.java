package io.porty.api.mode;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a client's channel so that the client can read the last response. Closing a socket with
 * unread input resets the connection, which may destroy sent data (RFC 9112 section 9.6). Instead:
 * write, half-close, and discard input until the client closes, for {@value #LIMIT_SECONDS} seconds
 * and {@value #MAX_BYTES} bytes at most.
 *
 * @since 0.2
 */
public final class LingeringClose {

  /** Time limit for the client to read and to close. */
  public static final int LIMIT_SECONDS = 2;

  /** Limit of discarded input: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String NAME = "lingering-close";

  /**
   * Takes over the channel and removes its handlers. On its event loop.
   *
   * @param conduit of the client's channel: {@link ModeContext#conduit}
   * @param last the last bytes for the client, possibly none; ownership is transferred
   */
  public static void of(Conduit conduit, ByteBuf last) {
    conduit.removeHandlers();
    Channel client = conduit.channel();
    if (!client.isActive()) {
      last.release();
      client.close();
      return;
    }
    client.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    client.pipeline().addLast(NAME, new Dropping());
    client.eventLoop().schedule(() -> client.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
    client.writeAndFlush(last).addListener(written -> endOutput(conduit, written.isSuccess()));
    if (client.isOpen()) {
      client.config().setAutoRead(true);
    }
  }

  private static void endOutput(Conduit client, boolean written) {
    if (!written || client.isInputShutdown()) {
      client.channel().close();
    } else {
      client.shutdownOutput();
    }
  }

  /** Discards input. */
  private static final class Dropping extends ChannelInboundHandlerAdapter {

    private long dropped;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      dropped += message instanceof ByteBuf bytes ? bytes.readableBytes() : 1;
      ReferenceCountUtil.release(message);
      if (dropped > MAX_BYTES) {
        ctx.close();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        // Behind what is still being written: this is the end of both directions.
        ctx.writeAndFlush(ctx.alloc().buffer(0)).addListener(written -> ctx.close());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  private LingeringClose() {}
}
