package io.porty.net.epoll;

import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.ServerSocketChannelConfig;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A listening TCP socket on Linux that accepts {@link EpollTcpChannel}s. TCP_NODELAY and
 * SO_KEEPALIVE are set once on it: accepted sockets inherit them (tcp(7)).
 */
public final class EpollTcpServerChannel extends AbstractTcpEpollChannel
    implements ServerSocketChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  private final EpollTcpServerChannelConfig config;
  private volatile boolean active;

  /** A dual-stack socket: IPv6 and IPv4-mapped addresses. */
  public EpollTcpServerChannel() {
    this(Socket.newSocketStream(), false);
  }

  /** A socket of one family; IPv4 alone is cheaper for the kernel than dual-stack. */
  public EpollTcpServerChannel(SocketProtocolFamily family) {
    this(LinuxSocket.newSocketStream(family), false);
  }

  /**
   * Adopts a socket that is already listening.
   *
   * @param descriptor owned by this channel
   */
  public EpollTcpServerChannel(int descriptor) {
    this(new Socket(descriptor), true);
  }

  private EpollTcpServerChannel(Socket socket, boolean active) {
    super(null, socket, 0);
    this.active = active;
    this.config = new EpollTcpServerChannelConfig(this);
    config.setOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public ServerSocketChannelConfig config() {
    return config;
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return null;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public boolean isActive() {
    return active && isOpen();
  }

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    super.doBind(local);
    socket.listen(config.getBacklog());
    active = true;
  }

  @Override
  protected void doClose() throws Exception {
    active = false;
    super.doClose();
  }

  @Override
  protected AbstractTcpUnsafe newUnsafe() {
    return new AcceptUnsafe();
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    throw new UnsupportedOperationException("a listening socket cannot be written to");
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    throw new UnsupportedOperationException("a listening socket cannot be written to");
  }

  @Override
  void onEpollEvents(int events) {
    if (isActive()) {
      ((AcceptUnsafe) unsafe()).accept();
    }
  }

  /** Accepts all connections in the backlog. On its event loop. */
  public void acceptBacklog() {
    AcceptUnsafe acceptor = (AcceptUnsafe) unsafe();
    while (isActive() && config.isAutoRead() && acceptor.accept()) {
      continue;
    }
  }

  private final class AcceptUnsafe extends AbstractTcpUnsafe {

    /** Length byte and the longest address with scope and port (accept(2)). */
    private final byte[] address = new byte[26];

    /**
     * Accepts a batch of connections.
     *
     * @return whether the backlog may have more
     */
    boolean accept() {
      boolean more = true;
      ExtendedHandle handle = (ExtendedHandle) recvBufAllocHandle();
      handle.reset(config);
      ChannelPipeline pipeline = pipeline();
      Throwable failure = null;
      try {
        do {
          int descriptor = socket.accept(address);
          if (descriptor < 0) {
            more = false;
            break;
          }
          handle.incMessagesRead(1);
          readPending = false;
          pipeline.fireChannelRead(
              new EpollTcpChannel(
                  EpollTcpServerChannel.this,
                  descriptor,
                  NativeInetAddress.address(address, 1, address[0])));
        } while (isOpen() && handle.continueReading());
      } catch (Throwable e) {
        failure = e;
      }
      handle.readComplete();
      pipeline.fireChannelReadComplete();
      if (failure != null) {
        pipeline.fireExceptionCaught(failure);
      }
      if (!readPending && !config.isAutoRead()) {
        stopReading();
      }
      return more && failure == null;
    }

    @Override
    public void connect(SocketAddress to, @Nullable SocketAddress local, ChannelPromise promise) {
      promise.setFailure(new UnsupportedOperationException("a listening socket cannot connect"));
    }
  }
}
