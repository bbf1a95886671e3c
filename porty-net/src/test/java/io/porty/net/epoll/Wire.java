package io.porty.net.epoll;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One event loop, a listening channel on it, and what its accepted channels saw. */
final class Wire implements AutoCloseable {

  private final Sockets sockets;
  final EventLoopGroup loop;
  final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
  final Channel server;

  Wire(Sockets sockets) {
    this(sockets, "127.0.0.1");
  }

  Wire(Sockets sockets, String address) {
    this.sockets = sockets;
    loop = new MultiThreadIoEventLoopGroup(1, sockets.handler());
    server =
        new ServerBootstrap()
            .group(loop)
            .channelFactory(sockets::server)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Accepted())
            .bind(address, 0)
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** A plain socket of the JDK, connected to the server. */
  Socket client() throws Exception {
    return new Socket(address().getAddress(), address().getPort());
  }

  Channel next() throws InterruptedException {
    Channel channel = accepted.poll(10, TimeUnit.SECONDS);
    if (channel == null) {
      throw new AssertionError("nothing was accepted");
    }
    return channel;
  }

  ChannelFuture connect(InetAddress to, int port, int millis, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(() -> sockets.client(to))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
        .handler(handler)
        .connect(new InetSocketAddress(to, port));
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @ChannelHandler.Sharable
  private final class Accepted extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      accepted.add(ctx.channel());
    }
  }

  /** Keeps the bytes, and the names of what happened, in order. */
  static final class Seen extends ChannelInboundHandlerAdapter {

    final List<String> events = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    synchronized String text() {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf data = (ByteBuf) message;
      synchronized (this) {
        while (data.isReadable()) {
          bytes.write(data.readByte());
        }
      }
      data.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      events.add(event.getClass().getSimpleName());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      events.add(cause instanceof IOException ? "IOException" : cause.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      events.add("inactive");
    }
  }
}
