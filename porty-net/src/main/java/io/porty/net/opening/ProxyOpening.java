package io.porty.net.opening;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.porty.net.opening.proxy.ProxyHeader;
import io.porty.net.opening.proxy.ProxyParse;
import io.porty.net.opening.proxy.ProxyParser;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first stage of a connection from a peer that is trusted to name its client: reads the PROXY
 * header, within the deadline of the whole opening. Until then it is the last handler of the
 * channel. On the channel's event loop.
 */
public final class ProxyOpening extends ChannelInboundHandlerAdapter {

  /** Its name in the pipeline. */
  public static final String NAME = "proxy";

  private final Channel channel;
  private final ProxyListener listener;
  private final FirstBytes first = new FirstBytes();
  private @Nullable Future<?> deadline;
  private long endNanos;
  private boolean over;

  public ProxyOpening(Channel channel, ProxyListener listener) {
    this.channel = channel;
    this.listener = listener;
  }

  /**
   * @param limit for everything before the mode
   */
  public void begin(Duration limit) {
    endNanos = System.nanoTime() + limit.toNanos();
    channel.pipeline().addLast(NAME, this);
    deadline =
        channel
            .eventLoop()
            .schedule(() -> fail("it took too long"), limit.toMillis(), TimeUnit.MILLISECONDS);
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (over) {
      data.release();
      return;
    }
    first.add(data);
    ProxyParse parse = ProxyParser.parse(first);
    if (parse instanceof ProxyParse.Malformed malformed) {
      fail(malformed.reason());
    } else if (parse instanceof ProxyHeader header) {
      complete(header);
    }
  }

  private void complete(ProxyHeader header) {
    ByteBuf rest = first.giveAway();
    if (rest != null && !rest.skipBytes(header.length()).isReadable()) {
      rest.release();
      rest = null;
    }
    leave();
    channel.config().setAutoRead(false);
    Duration left = Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    try {
      listener.named(header, rest, left);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      channel.close();
      listener.fault(e);
    }
  }

  private void fail(String reason) {
    if (!over) {
      leave();
      channel.close();
      listener.failed(reason);
    }
  }

  private void gone() {
    if (over || first.length() > 0) {
      fail("closed within it");
    } else {
      leave();
      channel.close();
    }
  }

  private void leave() {
    over = true;
    first.drop();
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      gone();
    } else if (!over) {
      leave();
      channel.close();
      listener.fault(cause);
    }
  }
}
