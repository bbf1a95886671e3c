package io.porty.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.porty.api.listener.Listener;
import io.porty.api.listener.ListenerContext;
import io.porty.engine.config.AdminConfig;
import io.porty.engine.runtime.ConfigReloader;
import io.porty.net.listener.ConnectionLimiter;
import io.porty.net.listener.GlobalConnectionLimit;
import io.porty.net.listener.InheritedBootstraps;
import io.porty.net.listener.InheritedSockets;
import io.porty.net.listener.TcpListener;
import io.porty.net.listener.UnixListener;
import io.porty.net.transport.MemoryPressureMonitor;
import io.porty.net.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The listener of the admin endpoint, with an event loop of its own: requests to it never delay the
 * event loops of the data path.
 */
final class AdminServer implements ListenerContext {

  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  /** Above the maximum of open connections, so that new ones evict others rather than wait. */
  private static final int MAX_CONNECTIONS = 2 * AdminConnections.MAX_OPEN;

  private static final int CLOSE_DELAY_SECONDS = 5;

  /** File mode of the Unix domain socket: only the user that runs Porty may connect. */
  private static final String OWNER_ONLY = "0600";

  /** Separate from the global limit: the endpoint must be reachable while Porty is overloaded. */
  private final GlobalConnectionLimit unlimited =
      new GlobalConnectionLimit(new MemoryPressureMonitor(() -> 0, Long.MAX_VALUE));

  private volatile AdminConfig config;
  private final Transport transport;
  private final InheritedSockets inheritedSockets;
  private final AdminPages pages;
  private final AdminThreads threads;
  private final ConfigReloader reloader;
  private final AdminConnections connections = new AdminConnections();
  private volatile AdminGuard guard;
  private final ConnectionLimiter limiter = new ConnectionLimiter(MAX_CONNECTIONS, unlimited);
  private final MultiThreadIoEventLoopGroup group;
  private final Listener listener;

  AdminServer(
      AdminConfig config,
      Transport transport,
      InheritedSockets inheritedSockets,
      AdminPages pages,
      AdminThreads threads,
      ConfigReloader reloader) {
    this.inheritedSockets = inheritedSockets;
    this.config = config;
    this.transport = transport;
    this.pages = pages;
    this.threads = threads;
    this.reloader = reloader;
    this.guard = new AdminGuard(config.token(), reloader.instanceId());
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("porty-admin", true), transport.handler());
    this.listener =
        config.listen().isUnix() ? new UnixListener(OWNER_ONLY, this) : new TcpListener(this);
    limiter.onFree(listener::resume);
  }

  /** Applies a changed token to all later requests. */
  void update(AdminConfig next) {
    config = next;
    guard = new AdminGuard(next.token(), reloader.instanceId());
  }

  AdminConfig config() {
    return config;
  }

  SocketAddress bind() throws IOException {
    return listener.bind();
  }

  List<Channel> sockets() {
    return listener.sockets();
  }

  /** Stops accepting; open connections continue. */
  void handedOver() {
    listener.handedOver();
  }

  @Override
  public List<ServerBootstrap> inherited() throws IOException {
    if (inheritedSockets.isEmpty()) {
      return List.of();
    }
    boolean unix = config.listen().isUnix();
    return InheritedBootstraps.bootstraps(
        inheritedSockets,
        transport,
        unix ? unixAddress(address()) : new InetSocketAddress(address(), port()),
        unix,
        group,
        List.of(group),
        all -> newBootstrap());
  }

  /** Stops accepting and closes open connections after a delay; returns at once. */
  void close() {
    stopListening();
    group.schedule(
        () -> {
          connections.close();
          group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        },
        CLOSE_DELAY_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Sends the finished responses, then closes; blocks until that is done. */
  void closeNow() {
    stopListening();
    group.next().submit(connections::close).awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void stopListening() {
    limiter.close();
    listener.close();
  }

  @Override
  public String address() {
    return config.listen().isUnix() ? config.listen().path() : config.listen().host();
  }

  @Override
  public int port() {
    return config.listen().port();
  }

  @Override
  public ServerBootstrap bootstrap() {
    return newBootstrap()
        .channelFactory(() -> transport.tcp().newServerSocket(address()))
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public ServerBootstrap unixBootstrap() throws IOException {
    try {
      return newBootstrap().channel(transport.unixSockets().server());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ServerBootstrap newBootstrap() {
    return new ServerBootstrap()
        .group(group)
        .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
        .childOption(ChannelOption.AUTO_READ, false);
  }

  @Override
  public SocketAddress unixAddress(String path) {
    return transport.unixSockets().address().apply(path);
  }

  @Override
  public boolean admit() {
    return limiter.admit();
  }

  @Override
  public void acceptFailed(Throwable cause) {
    if (!(cause instanceof IOException)) {
      pages.reportFailure("accepting a connection", cause);
      return;
    }
    LoggerFactory.getLogger(AdminServer.class)
        .warn("the admin endpoint cannot accept: {}", cause.getMessage());
  }

  @Override
  public void accepted(Channel client) {
    client.closeFuture().addListener(closed -> limiter.release());
    AdminConnection connection = new AdminConnection(connections::remove);
    client
        .pipeline()
        .addLast(
            connection,
            new HttpServerCodec(),
            new HttpObjectAggregator(MAX_REQUEST_BYTES),
            new FlowControlHandler(), // holds back pipelined requests until the response is sent
            new AdminHandler(pages, this::refusal, threads, connection));
    connections.add(connection);
    if (client.isOpen()) {
      client.config().setAutoRead(true);
    }
  }

  /** The response that rejects a request; null if it is authorized. */
  private @Nullable AdminResponse refusal(Channel client, HttpRequest request) {
    return reloader.isToClientChosenTarget(client.remoteAddress(), client.localAddress())
        ? AdminGuard.FORWARDED_BY_SELF
        : guard.refusal(request);
  }

  @Override
  public String portyVersion() {
    return reloader.version();
  }

  @Override
  public Executor blocking() {
    return threads.of(AdminThreads.Work.PAGE);
  }
}
