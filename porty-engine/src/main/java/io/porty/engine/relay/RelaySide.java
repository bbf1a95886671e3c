package io.porty.engine.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * One direction of a relay: the only handler of the channel that it reads from. It writes to the
 * peer, stops reading while the peer is full, and passes the end of input on as a half-close after
 * everything written before it.
 */
final class RelaySide extends ChannelInboundHandlerAdapter {

  private final CopyRelay relay;
  private final Channel peer;
  private long bytes;
  private boolean ended;

  RelaySide(CopyRelay relay, Channel peer) {
    this.relay = relay;
    this.peer = peer;
  }

  long bytes() {
    return bytes;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Sends what was read before the relay began; owns the buffer. */
  void first(ByteBuf data) {
    bytes += data.readableBytes();
    peer.writeAndFlush(data, peer.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    bytes += data.readableBytes();
    peer.write(data, peer.voidPromise());
    if (!peer.isWritable() && ctx.channel().isOpen()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer.flush();
  }

  /** This channel took what the peer's side wrote: the peer may read again. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (peer.isOpen() && !((DuplexChannel) peer).isInputShutdown()) {
      peer.config().setAutoRead(ctx.channel().isWritable());
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded();
    }
  }

  /** The end of input was read, now or before the relay began. */
  void inputEnded() {
    if (!ended) {
      ended = true;
      peer.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              written ->
                  ((DuplexChannel) peer).shutdownOutput().addListener(shut -> relay.sideEnded()));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    relay.closed(this, ctx.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    relay.broken(ctx.channel(), cause);
  }
}
