package io.porty.engine.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannelUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection on Linux: what Netty's own epoll channel is, with fewer system calls and objects
 * for a connection that comes and goes. It asks the kernel for nothing that is known already, and
 * takes a connection that is there at once, as those on the same machine mostly are, without a turn
 * of the event loop. See docs/decisions/021.
 */
public final class StreamChannel extends PolledChannel implements DuplexChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  /** EPOLLHUP of epoll_ctl(2), which Netty has no name for. */
  private static final int HANGUP = 0x10;

  private static final int BROKEN = Native.EPOLLERR | HANGUP;

  /** As much is sent when it is flushed: waiting for the end of the round would hold it up. */
  private static final int SENT_AT_ONCE = 8 * 1024;

  private final StreamConfig config;
  private final Input input;
  private @Nullable SocketAddress remote;
  private @Nullable Connecting connecting;
  private volatile boolean active;
  private volatile boolean inputEnded;
  private boolean sendsAtTheEnd;

  /** One that was accepted: its options are those of the socket that listens (tcp(7)). */
  StreamChannel(AcceptChannel parent, int descriptor, InetSocketAddress remote) {
    super(parent, new Socket(descriptor), Interest.END);
    this.remote = remote;
    this.active = true;
    this.config = new StreamConfig(this);
    this.input = new Input(this, config);
  }

  private StreamChannel(Socket socket) {
    super(null, socket, Interest.END);
    this.config = new StreamConfig(this);
    this.input = new Input(this, config);
  }

  /**
   * One that is not connected yet. A socket of the address's own family connects cheaper than one
   * that maps IPv4 into IPv6.
   *
   * @throws io.netty.channel.ChannelException if there is no descriptor left
   */
  public static StreamChannel towards(InetAddress address) {
    StreamChannel channel =
        new StreamChannel(
            LinuxSocket.newSocketStream(
                address instanceof Inet4Address
                    ? SocketProtocolFamily.INET
                    : SocketProtocolFamily.INET6));
    channel.config.setOption(io.netty.channel.ChannelOption.TCP_NODELAY, true);
    return channel;
  }

  /** Has bulky input taken in another way from now on. On the event loop. */
  public void readBulky(BulkReads bulk) {
    input.bulk(bulk);
  }

  @Override
  public ChannelConfig config() {
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
  protected PolledUnsafe newUnsafe() {
    return new StreamUnsafe();
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return active ? remote : null;
  }

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    socket.bind(local);
  }

  // What epoll reports

  @Override
  void ready(int events) {
    StreamUnsafe unsafe = (StreamUnsafe) unsafe();
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
    if (!config.allowsHalfClosure()) {
      unsafe().close(voidPromise());
      return;
    }
    inputEnded = true;
    // The end would be reported as something to read, again and again.
    stopReading();
    pipeline().fireUserEventTriggered(io.netty.channel.socket.ChannelInputShutdownEvent.INSTANCE);
    pipeline()
        .fireUserEventTriggered(io.netty.channel.socket.ChannelInputShutdownReadComplete.INSTANCE);
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
        eventLoop().execute(() -> ((StreamUnsafe) unsafe()).flushAgain());
        return;
      }
      if (!Output.some(this, out)) {
        want(Interest.OUTPUT);
        return;
      }
    }
    unwant(Interest.OUTPUT);
  }

  /** Sends what was flushed in this round and would leave at its end. On the event loop. */
  public void sendNow() {
    if (sendsAtTheEnd) {
      sendsAtTheEnd = false;
      ((StreamUnsafe) unsafe()).flushAgain();
    }
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
    Connecting pending = connecting;
    if (pending != null) {
      connecting = null;
      pending.givenUp();
    }
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
          inputEnded = true;
          stopReading();
          promise.setSuccess();
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
          ((StreamUnsafe) unsafe()).shutdownOutput(promise);
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

  private final class StreamUnsafe extends PolledUnsafe {

    @Override
    public void connect(SocketAddress to, @Nullable SocketAddress local, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      try {
        if (local != null) {
          socket.bind(local);
        }
        remote = to;
        // Not what the kernel says at once, which is always that it has begun (connect(2)).
        if (socket.connect(to) || socket.remoteAddress() != null) {
          connected(promise);
        } else {
          connecting = Connecting.begin(StreamChannel.this, to, promise);
          want(Interest.OUTPUT);
        }
      } catch (Throwable e) {
        refused(promise, annotateConnectException(e, to));
      }
    }

    private void connected(ChannelPromise promise) {
      active = true;
      promise.trySuccess();
      pipeline().fireChannelActive();
    }

    private void refused(ChannelPromise promise, Throwable why) {
      promise.tryFailure(why);
      close(voidPromise());
    }

    void outputReady() {
      Connecting pending = connecting;
      if (pending == null) {
        flushAgain();
        return;
      }
      try {
        if (socket.finishConnect()) {
          connecting = null;
          pending.stopWaiting();
          unwant(Interest.OUTPUT);
          connected(pending.promise());
        }
      } catch (Throwable e) {
        connecting = null;
        pending.stopWaiting();
        refused(pending.promise(), annotateConnectException(e, pending.to()));
      }
    }

    void flushAgain() {
      if (isOpen() && !socket.isOutputShutdown()) {
        super.flush0();
      }
    }

    /** While the socket is full, epoll says when to go on. */
    @Override
    protected void flush0() {
      if (wants(Interest.OUTPUT) || sendsAtTheEnd && isLittle()) {
        return;
      }
      if (active && isLittle()) {
        sendsAtTheEnd = true;
        round().sendsAtTheEnd(StreamChannel.this);
      } else {
        super.flush0();
      }
    }

    private boolean isLittle() {
      ChannelOutboundBuffer pending = outboundBuffer();
      return pending != null && pending.totalPendingWriteBytes() < SENT_AT_ONCE;
    }

    @Override
    public void close(ChannelPromise promise) {
      sendNow();
      super.close(promise);
    }

    /**
     * Both directions are over though the input ended in order: reset, unless the output did too.
     */
    void broken() {
      if (!isOpen()) {
        return;
      }
      if (!socket.isOutputShutdown()) {
        pipeline().fireExceptionCaught(new IOException("connection reset by the other side"));
      }
      close(voidPromise());
    }

    @Override
    protected @Nullable Executor prepareToClose() {
      if (!isOpen() || !config.closesSlowly()) {
        return null;
      }
      doDeregister();
      return GlobalEventExecutor.INSTANCE;
    }
  }
}
