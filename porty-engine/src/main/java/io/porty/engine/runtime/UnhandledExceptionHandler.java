package io.porty.engine.runtime;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.porty.engine.plugin.PluginGuard;
import java.io.IOException;

/**
 * The last handler in the pipeline of a third-party mode's client: an exception that no other
 * handler has handled closes the connection instead of leaving the client waiting. Handlers that
 * the mode adds later come after this one until the next inbound event, when it moves to the tail
 * again. One instance for all clients of a mode; runs on the event loops.
 */
@Sharable
final class UnhandledExceptionHandler extends ChannelInboundHandlerAdapter {

  private final PluginGuard guard;
  private final String location;

  /**
   * @param location the listening address, for messages
   */
  UnhandledExceptionHandler(PluginGuard guard, String location) {
    this.location = location;
    this.guard = guard;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ChannelHandlerContext from = moveToTail(ctx);
    from.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    moveToTail(ctx).fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    moveToTail(ctx).fireUserEventTriggered(event);
  }

  /** Moves this handler to the tail; the removed context still forwards to the next handlers. */
  private ChannelHandlerContext moveToTail(ChannelHandlerContext ctx) {
    ChannelPipeline pipeline = ctx.pipeline();
    if (pipeline.lastContext() != ctx) {
      String name = ctx.name();
      pipeline.remove(name);
      pipeline.addLast(name, this);
    }
    return ctx;
  }

  /** An IOException means that the peer has disconnected, which is no fault of the plugin. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      guard.logFailure(
          "did not handle an exception of its handlers; the client connection is closed" + location,
          cause);
    }
    ctx.close();
  }
}
