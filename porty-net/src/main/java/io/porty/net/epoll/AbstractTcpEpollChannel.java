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
 * What a socket that listens and one that carries a stream have in common: the descriptor, and its
 * registration with epoll. Everything happens on the event loop, but what Netty allows elsewhere.
 */
abstract class AbstractTcpEpollChannel extends AbstractChannel implements UnixChannel {

  final Socket socket;
  private @Nullable IoRegistration registration;
  private int interest;
  private boolean bound;

  /**
   * @param interest of {@link Interest}, from the start
   */
  AbstractTcpEpollChannel(@Nullable Channel parent, Socket socket, int interest) {
    super(parent);
    this.socket = socket;
    this.interest = interest;
  }

  /** What epoll reports: the bits of its events. */
  abstract void ready(int events);

  @Override
  protected abstract PolledUnsafe newUnsafe();

  @Override
  protected final ChannelId newId() {
    return FastChannelId.fresh();
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

  final boolean wants(int what) {
    return (interest & what) == what;
  }

  final void want(int what) {
    interestIs(interest | what);
  }

  final void unwant(int what) {
    interestIs(interest & ~what);
  }

  private void interestIs(int now) {
    if (now != interest) {
      interest = now;
      IoRegistration with = registration;
      if (with != null) {
        with.submit(Interest.of(now));
      }
    }
  }

  /** Reading was switched off; called on any thread. */
  final void autoReadCleared() {
    if (!isRegistered()) {
      unwant(Interest.INPUT);
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
    ((PolledUnsafe) unsafe()).readPending = false;
    unwant(Interest.INPUT);
  }

  @Override
  protected void doBeginRead() {
    ((PolledUnsafe) unsafe()).readPending = true;
    want(Interest.INPUT);
  }

  // Registration

  @Override
  protected final boolean isCompatible(EventLoop loop) {
    return loop instanceof IoEventLoop io && io.isCompatible(PolledUnsafe.class);
  }

  @Override
  protected final void doRegister(ChannelPromise promise) {
    ((IoEventLoop) eventLoop())
        .register((PolledUnsafe) unsafe())
        .addListener(
            done -> {
              if (done.isSuccess()) {
                IoRegistration with = (IoRegistration) done.getNow();
                registration = with;
                with.submit(Interest.of(interest));
                promise.setSuccess();
              } else {
                promise.setFailure(done.cause());
              }
            });
  }

  /** What the event loop's handler shares among its sockets. */
  final FlushBatch round() {
    IoRegistration with = registration;
    if (with == null) {
      throw new IllegalStateException("not registered");
    }
    return with.attachment();
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
    // Netty caches the answer: before that it would be 0.0.0.0:0 for good.
    return bound || isActive() ? socket.localAddress() : null;
  }

  @Override
  protected void doBind(SocketAddress local) throws IOException {
    socket.bind(local);
    bound = true;
  }

  /** Netty's inner side of a channel, and what epoll is told to call. */
  abstract class PolledUnsafe extends AbstractUnsafe implements EpollIoHandle {

    /** Somebody asked to read, and nothing was read since. */
    boolean readPending;

    @Override
    public final FileDescriptor fd() {
      return socket;
    }

    @Override
    public final void handle(IoRegistration from, IoEvent event) {
      ready(((EpollIoEvent) event).ops().value());
    }

    @Override
    public final void close() {
      close(voidPromise());
    }
  }
}
