package io.porty.engine.handoff;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
 * The sending side of a hot restart: waits for the new process on a Unix domain socket, the
 * rendezvous socket, passes it the listening sockets (SCM_RIGHTS, unix(7)) in the order of a file
 * with their addresses, and waits until it serves. Blocks; not for event loops.
 */
public final class SocketHandoff {

  static final String READY = "ready";

  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_MILLIS = 50;

  /** What the successor asks for ticket keys with. */
  static final String TICKET_KEYS = "ticket keys";

  static Path namesFile(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".names");
  }

  /** Says of how many bytes ticket keys are; absent if there are none, or from former versions. */
  static Path ticketKeysFile(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".tickets");
  }

  private SocketHandoff() {}

  /**
   * Performs the handoff.
   *
   * @param socket path of the rendezvous socket, in a directory that no other user may enter
   * @param ticketKeys for the new process; they pass by the socket alone
   * @param successor starts the new process once the socket is bound
   * @throws IOException if the new process does not get to serve; nothing has changed then
   */
  public static void to(
      Path socket, List<ListeningFd> sockets, HandedTicketKeys ticketKeys, Successor successor)
      throws IOException {
    Files.write(namesFile(socket), sockets.stream().map(ListeningFd::place).toList());
    byte[] keys = ticketKeys.encode();
    if (keys.length > 0) {
      Files.writeString(ticketKeysFile(socket), Integer.toString(keys.length));
    }
    CountDownLatch ready = new CountDownLatch(1);
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      ChannelFuture bound =
          new ServerBootstrap()
              .group(group)
              .channel(EpollServerDomainSocketChannel.class)
              .childHandler(new SocketSender(sockets, keys, ready))
              .bind(new DomainSocketAddress(socket.toFile()))
              .awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw new IOException(bound.cause());
      }
      await(ready, successor.start());
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      Files.deleteIfExists(namesFile(socket));
      Files.deleteIfExists(ticketKeysFile(socket));
    }
  }

  /** Starts the new process. */
  @FunctionalInterface
  public interface Successor {
    /**
     * Starts it.
     *
     * @return reports whether the process is alive
     */
    BooleanSupplier start() throws IOException;
  }

  private static void await(CountDownLatch ready, BooleanSupplier isAlive) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    try {
      while (!ready.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (!isAlive.getAsBoolean() && ready.getCount() > 0) {
          throw new IOException("the new process has ended; see its output for the reason");
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("the new process did not start to serve within 60 s");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Sends the sockets to each process that connects; one is expected. */
  @Sharable
  private static final class SocketSender extends ChannelInboundHandlerAdapter {

    private final List<ListeningFd> sockets;
    private final byte[] ticketKeys;
    private final CountDownLatch ready;

    SocketSender(List<ListeningFd> sockets, byte[] ticketKeys, CountDownLatch ready) {
      this.sockets = sockets;
      this.ticketKeys = ticketKeys;
      this.ready = ready;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      Channel successor = ctx.channel();
      sockets.forEach(socket -> successor.write(new FileDescriptor(socket.descriptor())));
      successor.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf text = (ByteBuf) message;
      String said = text.toString(StandardCharsets.US_ASCII);
      text.release();
      if (said.equals(READY)) {
        ready.countDown();
      } else if (said.equals(TICKET_KEYS)) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(ticketKeys));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
