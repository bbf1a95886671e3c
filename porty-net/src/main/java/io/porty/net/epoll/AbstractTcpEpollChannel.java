package io.porty.net.epoll;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Base of the listening and the stream channel: the socket and its epoll registration. Methods run
 * on the event loop, except those that {@link Channel} allows on any thread.
 */
abstract class AbstractTcpEpollChannel extends AbstractChannel implements UnixChannel {

  final Socket socket;
  private @Nullable IoRegistration registration;
  private @Nullable FlushBatch flushBatch;
  private int interest;
  private boolean unread;
  private boolean bound;

  /**
   * @param interest initial set of {@link Interest} bits
   */
  AbstractTcpEpollChannel(@Nullable Channel parent, Socket socket, int interest) {
    super(parent);
    this.socket = socket;
    this.interest = interest;
  }

  /**
   * Handles epoll events.
   *
   * @param events bit set of epoll_ctl(2)
   */
  abstract void onEpollEvents(int events);

  @Override
  protected abstract AbstractTcpUnsafe newUnsafe();

  @Override
  protected final ChannelId newId() {
    return FastChannelId.newId();
  }

  @Override
  public final FileDescriptor fd() {
    return socket;
  }

  @Override
  public final boolean isOpen() {
    return socket.isOpen();
  }

  // Interest

  final boolean hasInterest(int what) {
    return (interest & what) == what;
  }

  final void addInterest(int what) {
    setInterest(interest | what);
  }

  final void removeInterest(int what) {
    setInterest(interest & ~what);
  }

  private void setInterest(int now) {
    if (now != interest) {
      interest = now;
      submitInterest();
    }
  }

  private void submitInterest() {
    IoRegistration with = registration;
    if (with != null) {
      with.submit(Interest.toOps(interest));
    }
  }

  /**
   * Whether input or its end may be left, of which epoll has reported and will not report again.
   */
  final void setUnread(boolean is) {
    unread = is;
  }

  /** Has epoll report again, on the next wait, if input may be left. */
  final void reportUnread() {
    if (unread) {
      unread = false;
      submitInterest();
    }
  }

  /** Auto-read was switched off. On any thread. */
  final void autoReadCleared() {
    if (!isRegistered()) {
      removeInterest(Interest.INPUT);
    } else if (eventLoop().inEventLoop()) {
      stopReading();
    } else {
      eventLoop()
          .execute(
              () -> {
                if (!config().isAutoRead()) {
                  stopReading();
                }
              });
    }
  }

  final void stopReading() {
    ((AbstractTcpUnsafe) unsafe()).readPending = false;
    removeInterest(Interest.INPUT);
  }

  @Override
  protected void doBeginRead() {
    ((AbstractTcpUnsafe) unsafe()).readPending = true;
    addInterest(Interest.INPUT);
    reportUnread();
  }

  // Registration

  @Override
  protected final boolean isCompatible(EventLoop loop) {
    return loop instanceof IoEventLoop io && io.isCompatible(AbstractTcpUnsafe.class);
  }

  @Override
  protected final void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register((AbstractTcpUnsafe) unsafe())
        .addListener(
            done -> {
              if (done.isSuccess()) {
                IoRegistration with = (IoRegistration) done.getNow();
                registration = with;
                flushBatch = with.attachment();
                with.submit(Interest.toOps(interest));
                promise.setSuccess();
              } else {
                promise.setFailure(done.cause());
              }
            });
  }

  /** The flush batch of this channel's event loop. */
  final FlushBatch flushBatch() {
    FlushBatch batch = flushBatch;
    if (batch == null) {
      throw new IllegalStateException("not registered");
    }
    return batch;
  }

  @Override
  protected final void doDeregister() {
    IoRegistration with = registration;
    if (with != null) {
      registration = null;
      with.cancel();
    }
  }

  @Override
  protected void doClose() throws Exception {
    try {
      if (isRegistered()) {
        doDeregister();
      }
    } finally {
      socket.close();
    }
  }

  @Override
  protected final void doDisconnect() throws Exception {
    doClose();
  }

  @Override
  protected final @Nullable SocketAddress localAddress0() {
    // AbstractChannel caches the first non-null value: an unbound socket has 0.0.0.0:0.
    return bound || isActive() ? socket.localAddress() : null;
  }

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    socket.bind(local);
    bound = true;
  }

  /** The channel's Unsafe, registered with the event loop as its epoll handle. */
  abstract class AbstractTcpUnsafe extends AbstractUnsafe implements EpollIoHandle {

    /** A read was requested and none has completed since. */
    boolean readPending;

    @Override
    public final FileDescriptor fd() {
      return socket;
    }

    @Override
    public final void handle(IoRegistration from, IoEvent event) {
      onEpollEvents(((EpollIoEvent) event).ops().value());
    }

    @Override
    public final void close() {
      close(voidPromise());
    }
  }
}
