package io.porty.net.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on Linux: what Netty's own epoll channel is, with fewer system calls and objects
 * for a connection that comes and goes. It asks the kernel for nothing that is known already, and
 * takes a connection that is there at once, as those on the same machine mostly are, without a turn
 * of the event loop. See docs/decisions/021.
 */
public final class EpollTcpChannel extends AbstractTcpEpollChannel implements SocketChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  /** EPOLLHUP of epoll_ctl(2), which Netty has no name for. */
  private static final int HANGUP = 0x10;

  private static final int BROKEN = Native.EPOLLERR | HANGUP;

  private final EpollTcpChannelConfig config;
  private final StreamReader input;
  private @Nullable SocketAddress remote;
  private volatile boolean active;
  private volatile boolean inputEnded;

  /** One that was accepted: its options are those of the socket that listens (tcp(7)). */
  EpollTcpChannel(EpollTcpServerChannel parent, int descriptor, InetSocketAddress remote) {
    super(parent, new Socket(descriptor), Interest.END);
    this.remote = remote;
    this.active = true;
    this.config = new EpollTcpChannelConfig(this);
    this.input = new StreamReader(this, config);
  }

  private EpollTcpChannel(Socket socket) {
    super(null, socket, Interest.END);
    this.config = new EpollTcpChannelConfig(this);
    this.input = new StreamReader(this, config);
  }

  /**
   * One that is not connected yet. A socket of the address's own family connects cheaper than one
   * that maps IPv4 into IPv6.
   *
   * @throws io.netty.channel.ChannelException if there is no descriptor left
   */
  public static EpollTcpChannel towards(InetAddress address) {
    EpollTcpChannel channel =
        new EpollTcpChannel(
            LinuxSocket.newSocketStream(
                address instanceof Inet4Address
                    ? SocketProtocolFamily.INET
                    : SocketProtocolFamily.INET6));
    channel.config.setOption(ChannelOption.TCP_NODELAY, true);
    return channel;
  }

  /** Has bulky input taken in another way from now on. On the event loop. */
  public void readBulky(SpliceHook bulk) {
    input.bulk(bulk);
  }

  /** Has all input read again, if this is what takes bulky input. On the event loop. */
  public void readAsUsual(SpliceHook bulk) {
    input.noBulk(bulk);
  }

  @Override
  public EpollTcpChannelConfig config() {
    return config;
  }

  @Override
  public @Nullable ServerSocketChannel parent() {
    return (ServerSocketChannel) super.parent();
  }

  @Override
  public @Nullable InetSocketAddress localAddress() {
    return (InetSocketAddress) super.localAddress();
  }

  @Override
  public @Nullable InetSocketAddress remoteAddress() {
    return (InetSocketAddress) super.remoteAddress();
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
  protected PolledUnsafe newUnsafe() {
    return new EpollTcpUnsafe(this);
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return remote;
  }

  private EpollTcpUnsafe inner() {
    return (EpollTcpUnsafe) unsafe();
  }

  void isConnected(SocketAddress to) {
    remote = to;
    active = true;
  }

  // What epoll reports

  @Override
  void ready(int events) {
    EpollTcpUnsafe unsafe = inner();
    if ((events & (Native.EPOLLOUT | BROKEN)) != 0) {
      unsafe.outputReady();
    }
    boolean ends = (events & Native.EPOLLRDHUP) != 0;
    if (ends) {
      input.endIsNear();
    }
    if (ends || (events & (Native.EPOLLIN | BROKEN)) != 0) {
      if (inputEnded && (events & BROKEN) != 0) {
        unsafe.broken();
      } else if (active) {
        input.read(unsafe);
      }
    }
    if (ends) {
      // It would be reported for as long as the socket lives.
      unwant(Interest.END);
    }
  }

  /** Reading makes no sense any more. */
  boolean isInputOver() {
    return inputEnded || !isOpen();
  }

  /** The end was read: passes it on, or closes if nothing is to follow it. */
  void inputEnds() {
    if (inputEnded) {
      return;
    }
    if (!config.isAllowHalfClosure()) {
      unsafe().close(voidPromise());
      return;
    }
    inputEnded = true;
    // The end would be reported as something to read, again and again.
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
    int turns = config.getWriteSpinCount();
    while (!out.isEmpty()) {
      if (turns-- == 0) {
        // Others have their turn; this socket takes more all the same.
        unwant(Interest.OUTPUT);
        eventLoop().execute(() -> inner().send());
        return;
      }
      if (!StreamWriter.some(this, out)) {
        want(Interest.OUTPUT);
        return;
      }
    }
    unwant(Interest.OUTPUT);
  }

  /** Sends what was flushed in this round and would leave at its end. On the event loop. */
  public void sendNow() {
    inner().sendNow();
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf data) {
      return UnixChannelUtil.isBufferCopyNeededForWrite(data) ? direct(data) : data;
    }
    if (message instanceof FileRegion) {
      return message;
    }
    throw new UnsupportedOperationException(
        "a socket takes ByteBuf and FileRegion, not " + message.getClass().getName());
  }

  private ByteBuf direct(ByteBuf data) {
    try {
      return alloc().directBuffer(Math.max(1, data.readableBytes())).writeBytes(data);
    } finally {
      data.release();
    }
  }

  // Ending

  @Override
  protected void doShutdownOutput() throws IOException {
    socket.shutdown(false, true);
  }

  @Override
  protected void doClose() throws Exception {
    active = false;
    inputEnded = true;
    inner().closing();
    super.doClose();
  }

  @Override
  public boolean isInputShutdown() {
    return inputEnded;
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public boolean isShutdown() {
    return isInputShutdown() && isOutputShutdown();
  }

  @Override
  public ChannelFuture shutdownInput() {
    return shutdownInput(newPromise());
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    return inLoop(
        promise,
        () -> {
          if (!isOpen()) {
            promise.setFailure(new ClosedChannelException());
          } else if (!active) {
            promise.setFailure(new NotYetConnectedException());
          } else {
            inputEnded = true;
            stopReading();
            promise.setSuccess();
          }
        });
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    return inLoop(
        promise,
        () -> {
          sendNow();
          inner().shutdownOutput(promise);
        });
  }

  @Override
  public ChannelFuture shutdown() {
    return shutdown(newPromise());
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    shutdownInput();
    return shutdownOutput(promise);
  }

  private ChannelFuture inLoop(ChannelPromise promise, Runnable task) {
    if (eventLoop().inEventLoop()) {
      task.run();
    } else {
      eventLoop().execute(task);
    }
    return promise;
  }
}
