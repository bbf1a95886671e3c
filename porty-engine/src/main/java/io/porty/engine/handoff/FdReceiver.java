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
 * The receiving side of a hot restart: receives the listening sockets from the predecessor's {@link
 * SocketHandoff} or from systemd, and reports when this process serves. Blocks; not for event
 * loops.
 */
public final class FdReceiver implements AutoCloseable {

  private static final long RECEIVE_TIMEOUT_SECONDS = 10;

  private final InheritedSockets inheritedSockets;
  private final @Nullable MultiThreadIoEventLoopGroup group;
  private final @Nullable Channel channel;

  private FdReceiver(
      InheritedSockets inheritedSockets,
      @Nullable MultiThreadIoEventLoopGroup group,
      @Nullable Channel channel) {
    this.inheritedSockets = inheritedSockets;
    this.group = group;
    this.channel = channel;
  }

  /**
   * Receives the listening sockets, if there are any.
   *
   * @param from the predecessor's rendezvous socket; empty if there is none
   * @param environment environment variables of this process
   * @throws IOException if the announced sockets do not arrive within the time limit
   */
  public static FdReceiver receive(Optional<Path> from, Map<String, String> environment)
      throws IOException {
    if (from.isEmpty()) {
      List<ListeningFd> passed = SystemdSockets.sockets(environment);
      return new FdReceiver(
          passed.isEmpty() ? InheritedSockets.none() : new InheritedSockets(passed), null, null);
    }
    List<String> places = Files.readAllLines(SocketHandoff.namesFile(from.get()));
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
        FileDescriptor descriptor = received.poll(RECEIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (descriptor == null) {
          throw new IOException("the socket of " + place + " was not received");
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

  public InheritedSockets inheritedSockets() {
    return inheritedSockets;
  }

  /**
   * Reports to the predecessor that this process serves, and closes inherited sockets that no
   * listener uses: the configuration has changed, or differs from the systemd unit.
   */
  public void serves() {
    List<String> unused = inheritedSockets.closeRest();
    if (channel == null && !unused.isEmpty()) {
      LoggerFactory.getLogger(FdReceiver.class)
          .warn(
              "systemd has passed a socket for {}, on which the configuration does not listen; it is closed. Change ListenStream or the routes",
              String.join(", ", unused));
    }
    if (channel != null) {
      channel
          .writeAndFlush(Unpooled.copiedBuffer(SocketHandoff.READY, StandardCharsets.US_ASCII))
          .awaitUninterruptibly();
    }
    close();
  }

  /** Closes the connection, by which a predecessor notices a failed start. Idempotent. */
  @Override
  public void close() {
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
