package io.porty.engine.runtime;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.porty.engine.plugin.PluginGuard;
import java.io.IOException;

/**
 * The last handler of a client of a stranger's mode: exceptions that the mode's own handlers leave
 * alone come here, and the client is closed rather than left waiting. Handlers that the mode adds
 * later stand behind it until the next event comes by: then it goes to the end again. One for all
 * clients of a mode.
 */
@Sharable
final class UnhandledExceptionHandler extends ChannelInboundHandlerAdapter {

  private final PluginGuard fence;
  private final String at;

  /**
   * @param at where the mode serves, for messages
   */
  UnhandledExceptionHandler(PluginGuard fence, String at) {
    this.at = at;
    this.fence = fence;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ChannelHandlerContext from = toTheEnd(ctx);
    from.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    toTheEnd(ctx).fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    toTheEnd(ctx).fireUserEventTriggered(event);
  }

  /** The old context still knows who comes behind it. */
  private ChannelHandlerContext toTheEnd(ChannelHandlerContext ctx) {
    ChannelPipeline pipeline = ctx.pipeline();
    if (pipeline.lastContext() != ctx) {
      String name = ctx.name();
      pipeline.remove(name);
      pipeline.addLast(name, this);
    }
    return ctx;
  }

  /** A peer that goes away in the middle is nobody's fault. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      fence.blame("left an exception of its handlers alone; the client is closed" + at, cause);
    }
    ctx.close();
  }
}
