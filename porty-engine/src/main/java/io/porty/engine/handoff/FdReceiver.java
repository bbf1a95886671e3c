package io.porty.engine.handoff;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.listener.ListeningFd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The receiving side: takes the listening sockets of a {@link SocketHandoff}, or of systemd, and
 * says when it serves. Not for event loops.
 */
public final class FdReceiver implements AutoCloseable {

  private static final long LIMIT_SECONDS = 10;

  private final InheritedSockets inheritance;
  private final @Nullable MultiThreadIoEventLoopGroup group;
  private final @Nullable Channel channel;

  private FdReceiver(
      InheritedSockets inheritance,
      @Nullable MultiThreadIoEventLoopGroup group,
      @Nullable Channel channel) {
    this.inheritance = inheritance;
    this.group = group;
    this.channel = channel;
  }

  /**
   * Receives what there is to be had.
   *
   * @param from where a predecessor waits; empty if there is none
   * @param environment of this process
   * @throws IOException if what was promised does not come
   */
  public static FdReceiver receive(Optional<Path> from, Map<String, String> environment)
      throws IOException {
    if (from.isEmpty()) {
      List<ListeningFd> given = SystemdSockets.sockets(environment);
      return new FdReceiver(
          given.isEmpty() ? InheritedSockets.none() : new InheritedSockets(given), null, null);
    }
    List<String> places = Files.readAllLines(SocketHandoff.names(from.get()));
    BlockingQueue<FileDescriptor> received = new LinkedBlockingQueue<>();
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      ChannelFuture connected =
          new Bootstrap()
              .group(group)
              .channel(EpollDomainSocketChannel.class)
              .option(
                  EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
              .handler(
                  new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                      received.add((FileDescriptor) message);
                    }
                  })
              .connect(new DomainSocketAddress(from.get().toFile()))
              .awaitUninterruptibly();
      if (!connected.isSuccess()) {
        throw new IOException(connected.cause());
      }
      List<ListeningFd> sockets = new ArrayList<>();
      for (String place : places) {
        FileDescriptor descriptor = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (descriptor == null) {
          throw new IOException("the socket of " + place + " did not come");
        }
        sockets.add(new ListeningFd(place, descriptor.intValue()));
      }
      return new FdReceiver(new InheritedSockets(sockets), group, connected.channel());
    } catch (IOException e) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(e);
    }
  }

  public InheritedSockets inheritance() {
    return inheritance;
  }

  /**
   * This process serves: the predecessor may go. What nobody has taken is closed: of a predecessor
   * because the configuration has changed, of systemd because its unit and the configuration
   * differ.
   */
  public void serves() {
    List<String> rest = inheritance.closeRest();
    if (channel == null && !rest.isEmpty()) {
      LoggerFactory.getLogger(FdReceiver.class)
          .warn(
              "systemd has opened {}, which the configuration does not listen on; closed: make ListenStream and the routes agree",
              String.join(", ", rest));
    }
    if (channel != null) {
      channel
          .writeAndFlush(Unpooled.copiedBuffer(SocketHandoff.READY, StandardCharsets.US_ASCII))
          .awaitUninterruptibly();
    }
    close();
  }

  /** If it came to nothing: the predecessor hears that by the connection. Idempotent. */
  @Override
  public void close() {
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
