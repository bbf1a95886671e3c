package io.porty.net.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.FileRegion;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on Linux. Unlike Netty's epoll channel it needs fewer system calls and objects
 * for a short connection: it does not query the kernel for known state, and it completes a connect
 * that succeeds at once, as on loopback, without another iteration of the event loop. See
 * docs/decisions/021.
 */
public final class EpollTcpChannel extends AbstractTcpEpollStream {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  /** Of epoll_ctl(2); Netty has no constant for it. */
  private static final int EPOLLHUP = 0x10;

  private static final int ERROR_EVENTS = Native.EPOLLERR | EPOLLHUP;

  private final EpollTcpChannelConfig config;
  private final StreamReader input;
  private @Nullable SocketAddress remote;
  private volatile boolean active;
  private volatile boolean inputEnded;

  /** An accepted connection, which inherits the options of the listening socket (tcp(7)). */
  EpollTcpChannel(EpollTcpServerChannel parent, int descriptor, InetSocketAddress remote) {
    super(parent, new Socket(descriptor), Interest.RDHUP | Interest.EDGE);
    this.remote = remote;
    this.active = true;
    this.config = new EpollTcpChannelConfig(this);
    this.input = new StreamReader(this, config);
  }

  private EpollTcpChannel(Socket socket) {
    super(null, socket, Interest.RDHUP | Interest.EDGE);
    this.config = new EpollTcpChannelConfig(this);
    this.input = new StreamReader(this, config);
  }

  /**
   * Opens an unconnected socket of the address's family: connecting to an IPv4 address from an IPv6
   * socket costs more.
   *
   * @param address the address that it will connect to
   * @throws io.netty.channel.ChannelException if the process has no descriptor left
   */
  public static EpollTcpChannel open(InetAddress address) {
    EpollTcpChannel channel =
        new EpollTcpChannel(
            LinuxSocket.newSocketStream(
                address instanceof Inet4Address
                    ? SocketProtocolFamily.INET
                    : SocketProtocolFamily.INET6));
    channel.config.setOption(ChannelOption.TCP_NODELAY, true);
    return channel;
  }

  /** Sets the hook that may splice input instead of reading it. On the event loop. */
  public void setSpliceHook(SpliceHook hook) {
    input.setSpliceHook(hook);
  }

  /** Removes the splice hook if it is this one. On the event loop. */
  public void clearSpliceHook(SpliceHook hook) {
    input.clearSpliceHook(hook);
  }

  @Override
  public EpollTcpChannelConfig config() {
    return config;
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
  protected AbstractTcpUnsafe newUnsafe() {
    return new EpollTcpUnsafe(this);
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  private EpollTcpUnsafe tcpUnsafe() {
    return (EpollTcpUnsafe) unsafe();
  }

  void markConnected(SocketAddress to) {
    remote = to;
    active = true;
  }

  // Epoll events

  @Override
  void onEpollEvents(int events) {
    EpollTcpUnsafe unsafe = tcpUnsafe();
    if ((events & (Native.EPOLLOUT | ERROR_EVENTS)) != 0) {
      unsafe.onWritable();
    }
    boolean rdHup = (events & Native.EPOLLRDHUP) != 0;
    if (rdHup) {
      input.onRdHup();
    }
    if ((events & Interest.EPOLLPRI) != 0) {
      input.onUrgent();
    }
    if (rdHup || (events & (Native.EPOLLIN | ERROR_EVENTS)) != 0) {
      if (inputEnded && (events & ERROR_EVENTS) != 0) {
        unsafe.onHangup();
      } else if (active) {
        input.read(unsafe);
      }
    }
    if (rdHup) {
      // Known from now on; each further event would have it, too.
      removeInterest(Interest.RDHUP);
    }
    if ((events & ERROR_EVENTS) != 0) {
      // What was read before the error may not be all: the error comes after it.
      reportUnread();
    }
  }

  /** Whether the input is shut down or the channel closed. */
  boolean isInputClosed() {
    return inputEnded || !isOpen();
  }

  /**
   * End of stream was read: fires {@link ChannelInputShutdownEvent}, or closes without
   * half-closure.
   */
  void onInputEnd() {
    if (inputEnded) {
      return;
    }
    if (!config.isAllowHalfClosure()) {
      unsafe().close(voidPromise());
      return;
    }
    inputEnded = true;
    stopReading();
    pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    pipeline().fireUserEventTriggered(ChannelInputShutdownReadComplete.INSTANCE);
  }

  @Override
  protected void doBeginRead() {
    if (!inputEnded) {
      super.doBeginRead();
    }
  }

  // Writing

  @Override
  protected void doWrite(ChannelOutboundBuffer out) throws Exception {
    int spins = config.getWriteSpinCount();
    while (!out.isEmpty()) {
      if (spins-- == 0) {
        // Lets other channels run; the socket is still writable, so EPOLLOUT is not needed.
        removeInterest(Interest.OUTPUT);
        eventLoop().execute(() -> tcpUnsafe().writeFlushed());
        return;
      }
      if (!StreamWriter.write(this, out)) {
        addInterest(Interest.OUTPUT);
        return;
      }
    }
    removeInterest(Interest.OUTPUT);
  }

  @Override
  public void flushNow() {
    tcpUnsafe().flushNow();
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf data) {
      return UnixChannelUtil.isBufferCopyNeededForWrite(data) ? copyToDirect(data) : data;
    }
    if (message instanceof FileRegion) {
      return message;
    }
    throw new UnsupportedOperationException(
        "expected ByteBuf or FileRegion, not " + message.getClass().getName());
  }

  private ByteBuf copyToDirect(ByteBuf data) {
    try {
      return alloc().directBuffer(Math.max(1, data.readableBytes())).writeBytes(data);
    } finally {
      data.release();
    }
  }

  // Shutdown and close

  @Override
  protected void doShutdownOutput() throws IOException {
    socket.shutdown(false, true);
  }

  @Override
  protected void doClose() throws Exception {
    active = false;
    inputEnded = true;
    tcpUnsafe().cancelConnect();
    super.doClose();
  }

  @Override
  void endInput() {
    inputEnded = true;
    stopReading();
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }
}
