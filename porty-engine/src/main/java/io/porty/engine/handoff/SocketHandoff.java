package io.porty.engine.handoff;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The giving side: waits for a successor at a Unix domain socket, sends it the listening sockets
 * (SCM_RIGHTS of unix(7)), in the order of a file of their names beside it, and waits until it
 * serves. Not for event loops.
 */
public final class SocketHandoff {

  static final String READY = "ready";

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_MILLIS = 50;

  static Path names(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".names");
  }

  private SocketHandoff() {}

  /**
   * @param socket where to wait: a path in a folder that nobody else may enter
   * @param successor starts it once it may come; answers whether it still lives
   * @throws IOException if it does not come to serve; nothing has changed then
   */
  public static void to(Path socket, List<ListeningFd> sockets, Successor successor)
      throws IOException {
    Files.write(names(socket), sockets.stream().map(ListeningFd::place).toList());
    CountDownLatch ready = new CountDownLatch(1);
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      ChannelFuture bound =
          new ServerBootstrap()
              .group(group)
              .channel(EpollServerDomainSocketChannel.class)
              .childHandler(new Giving(sockets, ready))
              .bind(new DomainSocketAddress(socket.toFile()))
              .awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException(bound.cause());
      }
      await(ready, successor.start());
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      Files.deleteIfExists(names(socket));
    }
  }

  /** Brings the successor to life. */
  @FunctionalInterface
  public interface Successor {
    /**
     * @return whether it lives
     */
    BooleanSupplier start() throws IOException;
  }

  private static void await(CountDownLatch ready, BooleanSupplier lives) throws IOException {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    try {
      while (!ready.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!lives.getAsBoolean() && ready.getCount() > 0) {
          throw new IOException("the new process has ended; its output says why");
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("the new process did not come to serve within a minute");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** One visitor is meant; another one would get the same. */
  @Sharable
  private static final class Giving extends ChannelInboundHandlerAdapter {

    private final List<ListeningFd> sockets;
    private final CountDownLatch ready;

    Giving(List<ListeningFd> sockets, CountDownLatch ready) {
      this.sockets = sockets;
      this.ready = ready;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      Channel heir = ctx.channel();
      sockets.forEach(socket -> heir.write(new FileDescriptor(socket.descriptor())));
      heir.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf said = (ByteBuf) message;
      boolean serves = said.toString(StandardCharsets.US_ASCII).equals(READY);
      said.release();
      if (serves) {
        ready.countDown();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
