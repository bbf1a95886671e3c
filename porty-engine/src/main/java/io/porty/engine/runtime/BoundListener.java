package io.porty.engine.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.UnixChannelOption;
import io.porty.engine.config.ListenAddress;
import io.porty.engine.config.VirtualHosts;
import io.porty.engine.plugin.PluginFault;
import io.porty.net.listener.ListeningFd;
import io.porty.net.policy.OwnAddresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a seat, and where it is bound. A seat has another one when its address or the
 * settings of its sockets change. Thread-safe but for {@link #bind}.
 */
final class BoundListener {

  private final VirtualHosts config;
  private final ListenerSockets sockets;
  private final GuardedListener listener;
  private final OwnAddresses own;
  private final EngineContext context;
  private final int port;
  private volatile @Nullable SocketAddress bound;
  private volatile boolean closed;

  /**
   * @param port that it asks for: what is written, or the free port that it is to keep
   */
  BoundListener(
      VirtualHosts config,
      int port,
      ListenerSockets sockets,
      GuardedListener listener,
      OwnAddresses own,
      EngineContext context) {
    this.config = config;
    this.port = port;
    this.sockets = sockets;
    this.listener = listener;
    this.own = own;
    this.context = context;
  }

  VirtualHosts config() {
    return config;
  }

  int port() {
    return port;
  }

  GuardedListener listener() {
    return listener;
  }

  /**
   * @throws PluginFault if the listener fails in another way than by not getting its address
   */
  void bind() throws IOException {
    if (sockets.mayBeShared()) {
      refuseToShare();
    }
    SocketAddress address = listener.bind();
    own.add(address, config.owner());
    bound = address;
    context.listening(listener);
  }

  /**
   * Sockets that share a port would also share it with another Porty, which nobody asked for. One
   * that is bound but does not listen finds out, and takes no client that comes just then.
   */
  private void refuseToShare() throws IOException {
    try (Socket alone = new Socket()) {
      alone.setReuseAddress(true);
      alone.bind(new InetSocketAddress(config.address(), config.port()));
    }
  }

  /** Who else of this Porty listens where it wants to; null if nobody does. */
  @Nullable String holder() {
    return config.hasAddress() ? own.holder(sockets.address()) : null;
  }

  @Nullable SocketAddress bound() {
    return bound;
  }

  /** Where it listens: a free port is the one that it has got. */
  ListenAddress at() {
    ListenAddress written = config.at();
    int has = bound instanceof InetSocketAddress inet ? inet.getPort() : port;
    return written.isFreePort() && has > 0
        ? new ListenAddress(written.host(), has, false, "")
        : written;
  }

  /** As {@link #at}, for people. */
  String place() {
    return config.hasAddress() ? at().text() : config.place();
  }

  /** Lets a further socket of this process listen beside its own (socket(7), SO_REUSEPORT). */
  void share() {
    share(true);
  }

  /** Nobody else listens beside it any more, unless it has a socket for each loop itself. */
  void shareNoMore() {
    if (!sockets.isOneForEachLoop()) {
      share(false);
    }
  }

  private void share(boolean with) {
    for (Channel socket : listener.sockets()) {
      try {
        socket.config().setOption(UnixChannelOption.SO_REUSEPORT, with);
      } catch (ChannelException e) {
        // Then the other one cannot be bound, and this one gives way first.
      }
    }
  }

  /** The sockets, for another process; none if they cannot be handed over. */
  List<ListeningFd> sockets() {
    return ListeningFd.of(bound, listener.sockets());
  }

  /** Idempotent. */
  void close() {
    close(listener::close);
  }

  /** As {@link #close}, when nobody waits to be accepted by it. */
  void closeWhenEmpty() {
    close(listener::closeWhenEmpty);
  }

  private void close(Runnable closing) {
    if (closed) {
      return;
    }
    closed = true;
    context.notListening(listener);
    closing.run();
    SocketAddress address = bound;
    if (address != null) {
      own.remove(address);
    }
  }
}
