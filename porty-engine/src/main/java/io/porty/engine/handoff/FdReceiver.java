package io.porty.engine.handoff;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import java.io.ByteArrayOutputStream;
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
  private final HandedTicketKeys ticketKeys;
  private final @Nullable MultiThreadIoEventLoopGroup group;
  private final @Nullable Channel channel;

  private FdReceiver(
      InheritedSockets inheritedSockets,
      HandedTicketKeys ticketKeys,
      @Nullable MultiThreadIoEventLoopGroup group,
      @Nullable Channel channel) {
    this.inheritedSockets = inheritedSockets;
    this.ticketKeys = ticketKeys;
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
          passed.isEmpty() ? InheritedSockets.none() : new InheritedSockets(passed),
          HandedTicketKeys.NONE,
          null,
          null);
    }
    List<String> places = Files.readAllLines(SocketHandoff.namesFile(from.get()));
    BlockingQueue<Object> received = new LinkedBlockingQueue<>();
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
                      received.add(message instanceof ByteBuf bytes ? take(bytes) : message);
                    }
                  })
              .connect(new DomainSocketAddress(from.get().toFile()))
              .awaitUninterruptibly();
      if (!connected.isSuccess()) {
        throw new IOException(connected.cause());
      }
      List<ListeningFd> sockets = new ArrayList<>();
      for (String place : places) {
        Object next = received.poll(RECEIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (!(next instanceof FileDescriptor descriptor)) {
          throw new IOException("the socket of " + place + " was not received");
        }
        sockets.add(new ListeningFd(place, descriptor.intValue()));
      }
      HandedTicketKeys keys = ticketKeys(from.get(), connected.channel(), received);
      return new FdReceiver(new InheritedSockets(sockets), keys, group, connected.channel());
    } catch (IOException e) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(e);
    }
  }

  private static byte[] take(ByteBuf bytes) {
    byte[] taken = ByteBufUtil.getBytes(bytes);
    bytes.release();
    return taken;
  }

  /** Asks for the ticket keys, after the sockets, if the predecessor has announced any. */
  private static HandedTicketKeys ticketKeys(
      Path from, Channel channel, BlockingQueue<Object> received)
      throws IOException, InterruptedException {
    Path announced = SocketHandoff.ticketKeysFile(from);
    if (!Files.exists(announced)) {
      return HandedTicketKeys.NONE;
    }
    int length = Integer.parseInt(Files.readString(announced).trim());
    channel
        .config()
        .setOption(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.BYTES);
    channel.writeAndFlush(
        Unpooled.copiedBuffer(SocketHandoff.TICKET_KEYS, StandardCharsets.US_ASCII));
    ByteArrayOutputStream keys = new ByteArrayOutputStream();
    while (keys.size() < length) {
      Object next = received.poll(RECEIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!(next instanceof byte[] bytes)) {
        throw new IOException("the ticket keys were not received");
      }
      keys.writeBytes(bytes);
    }
    return HandedTicketKeys.decode(keys.toByteArray());
  }

  public InheritedSockets inheritedSockets() {
    return inheritedSockets;
  }

  /** The predecessor's keys of session tickets. */
  public HandedTicketKeys ticketKeys() {
    return ticketKeys;
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
