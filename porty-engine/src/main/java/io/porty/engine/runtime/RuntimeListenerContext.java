package io.porty.engine.runtime;

import io.netty.bootstrap.ServerBootstrap;
import io.porty.api.PluginContext;
import io.porty.api.listener.ListenerContext;
import io.porty.engine.config.ListenAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;

/** The part of {@link ListenerContext} that creates listening sockets. */
abstract class RuntimeListenerContext implements ListenerContext {

  private final ListenAddress configured;
  private final int port;
  private final ListenerSockets sockets;
  private final PluginContext plugin;

  /**
   * @param port the configured port, or the free port that was assigned before
   */
  RuntimeListenerContext(
      ListenAddress configured, int port, ListenerSockets sockets, PluginContext plugin) {
    this.configured = configured;
    this.port = port;
    this.sockets = sockets;
    this.plugin = plugin;
  }

  @Override
  public final String address() {
    return configured.isWritten() ? configured.host() : "";
  }

  @Override
  public final int port() {
    return Math.max(0, port);
  }

  @Override
  public final ServerBootstrap bootstrap() {
    return sockets.bootstrap();
  }

  @Override
  public final List<ServerBootstrap> bootstraps() {
    return sockets.bootstraps();
  }

  @Override
  public final ServerBootstrap unixBootstrap() throws IOException {
    return sockets.unixBootstrap();
  }

  @Override
  public final SocketAddress unixAddress(String path) {
    return sockets.unixAddress(path);
  }

  @Override
  public final List<ServerBootstrap> inherited() throws IOException {
    return sockets.inherited();
  }

  @Override
  public final String portyVersion() {
    return plugin.portyVersion();
  }

  @Override
  public final Executor blocking() {
    return plugin.blocking();
  }
}
