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
 * Closes a client's channel so that the client reads the last words. A socket that is closed while
 * there is something to read is reset, and the reset overtakes what was written (RFC 9112 section
 * 9.6). So: write, end the output, read and drop what still comes until the client closes, too; for
 * {@value #LIMIT_SECONDS} seconds and {@value #MAX_BYTES} bytes at most.
 *
 * @since 0.2
 */
public final class LingeringClose {

  /** What a client has to read the last words and to close. */
  public static final int LIMIT_SECONDS = 2;

  /** What is read and dropped meanwhile: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String NAME = "lingering-close";

  /**
   * Takes the channel over, without its handlers. Called on its event loop.
   *
   * @param conduit of the client's channel: {@link ModeContext#conduit}
   * @param last the last words; owned by this from here on. An empty buffer if there are none
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

  /** Reads on, and keeps nothing. */
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
