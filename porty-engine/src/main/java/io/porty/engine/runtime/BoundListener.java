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
 * One plugin listener with the address that it is bound to. A {@link ListenerRuntime} replaces it
 * when its address or socket options change. Thread-safe except {@link #bind}.
 */
final class BoundListener {

  private final VirtualHosts config;
  private final ListenerSockets sockets;
  private final GuardedListener listener;
  private final OwnAddresses ownAddresses;
  private final EngineContext context;
  private final int port;
  private volatile @Nullable SocketAddress bound;
  private volatile boolean closed;

  /**
   * @param port to bind: the configured one, or the free port that was assigned before
   */
  BoundListener(
      VirtualHosts config,
      int port,
      ListenerSockets sockets,
      GuardedListener listener,
      OwnAddresses ownAddresses,
      EngineContext context) {
    this.config = config;
    this.port = port;
    this.sockets = sockets;
    this.listener = listener;
    this.ownAddresses = ownAddresses;
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
   * Binds the listener and registers it with the engine.
   *
   * @throws PluginFault if the listener fails for another reason than its address
   */
  void bind() throws IOException {
    if (sockets.mayBeShared()) {
      checkUnused();
    }
    SocketAddress address = listener.bind();
    ownAddresses.add(address, config.owner());
    bound = address;
    context.addListener(listener);
  }

  /**
   * With SO_REUSEPORT the kernel would also share the port with another Porty. A probe socket that
   * is bound without it, and does not listen, detects that without taking a connection.
   */
  private void checkUnused() throws IOException {
    try (Socket probe = new Socket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(config.address(), config.port()));
    }
  }

  /** What in this Porty already listens on the configured address; null if nothing does. */
  @Nullable String holder() {
    return config.hasAddress() ? ownAddresses.holder(sockets.address()) : null;
  }

  @Nullable SocketAddress bound() {
    return bound;
  }

  /** The address with its actual port where the configuration asks for a free one. */
  ListenAddress at() {
    ListenAddress configured = config.at();
    int boundPort = bound instanceof InetSocketAddress inet ? inet.getPort() : port;
    return configured.isFreePort() && boundPort > 0
        ? new ListenAddress(configured.host(), boundPort, false, "")
        : configured;
  }

  /** {@link #at} as text, for messages. */
  String place() {
    return config.hasAddress() ? at().text() : config.place();
  }

  /** Allows another socket of this process to bind the same address (socket(7), SO_REUSEPORT). */
  void setReusePort() {
    setReusePort(true);
  }

  /** Disallows that again, unless the listener itself has a socket for each event loop. */
  void stopSharing() {
    if (!sockets.hasSocketPerLoop()) {
      setReusePort(false);
    }
  }

  private void setReusePort(boolean enabled) {
    for (Channel socket : listener.sockets()) {
      try {
        socket.config().setOption(UnixChannelOption.SO_REUSEPORT, enabled);
      } catch (ChannelException e) {
        // Binding the other socket then fails, and Rebinding closes this one first.
      }
    }
  }

  /** The sockets, for a hot restart; empty if they cannot be passed to another process. */
  List<ListeningFd> sockets() {
    return ListeningFd.of(bound, listener.sockets());
  }

  /** Closes the listener. Idempotent. */
  void close() {
    close(listener::close);
  }

  /** As {@link #close}, but accepts the connections in the backlog first if it can. */
  void closeAfterBacklog() {
    close(listener::closeAfterBacklog);
  }

  private void close(Runnable closeAction) {
    if (closed) {
      return;
    }
    closed = true;
    context.removeListener(listener);
    closeAction.run();
    SocketAddress address = bound;
    if (address != null) {
      ownAddresses.remove(address);
    }
  }
}
