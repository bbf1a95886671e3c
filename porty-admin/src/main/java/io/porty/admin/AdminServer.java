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
 * The admin endpoint's socket and its one thread: the loops that move traffic never wait for it.
 */
final class AdminServer implements ListenerContext {

  private static final int MAX_REQUEST_BYTES = 64 * 1024;

  /** More than there are places: somebody gives way to whoever comes, nobody waits outside. */
  private static final int MAX_CONNECTIONS = 2 * AdminConnections.MAX_VISITORS;

  private static final int LAST_ANSWERS_SECONDS = 5;

  /** Who may connect to it as a Unix domain socket: the user that runs Porty. */
  private static final String OWNER_ONLY = "0600";

  /** AdminConnections are let in when clients are not: they want to know why. */
  private final GlobalConnectionLimit ofItsOwn =
      new GlobalConnectionLimit(new MemoryPressureMonitor(() -> 0, Long.MAX_VALUE));

  private volatile AdminConfig config;
  private final Transport transport;
  private final InheritedSockets inheritance;
  private final AdminPages pages;
  private final AdminThreads threads;
  private final ConfigReloader generations;
  private final AdminConnections visitors = new AdminConnections();
  private volatile AdminGuard guard;
  private final ConnectionLimiter gate = new ConnectionLimiter(MAX_CONNECTIONS, ofItsOwn);
  private final MultiThreadIoEventLoopGroup group;
  private final Listener listener;

  AdminServer(
      AdminConfig config,
      Transport transport,
      InheritedSockets inheritance,
      AdminPages pages,
      AdminThreads threads,
      ConfigReloader generations) {
    this.inheritance = inheritance;
    this.config = config;
    this.transport = transport;
    this.pages = pages;
    this.threads = threads;
    this.generations = generations;
    this.guard = new AdminGuard(config.token(), generations.instanceId());
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("porty-admin", true), transport.handler());
    this.listener =
        config.listen().isUnix() ? new UnixListener(OWNER_ONLY, this) : new TcpListener(this);
    gate.onFree(listener::resume);
  }

  /** Another token on the same address, for every request from now on. */
  void adopt(AdminConfig next) {
    config = next;
    guard = new AdminGuard(next.token(), generations.instanceId());
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

  /** AdminConnections who are here are still answered. */
  void handedOver() {
    listener.handedOver();
  }

  @Override
  public List<ServerBootstrap> inherited() throws IOException {
    if (inheritance.isEmpty()) {
      return List.of();
    }
    boolean unix = config.listen().isUnix();
    return InheritedBootstraps.bootstraps(
        inheritance,
        transport,
        unix ? unixAddress(address()) : new InetSocketAddress(address(), port()),
        unix,
        group,
        List.of(group),
        all -> common());
  }

  /** AdminConnections who are here still get their answers; returns at once. */
  void close() {
    stopListening();
    group.schedule(
        () -> {
          visitors.close();
          group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        },
        LAST_ANSWERS_SECONDS,
        TimeUnit.SECONDS);
  }

  /** Sends what was answered, then ends. */
  void end() {
    stopListening();
    group.next().submit(visitors::close).awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void stopListening() {
    gate.close();
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
    return common()
        .channelFactory(() -> transport.tcp().newServerSocket(address()))
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true);
  }

  @Override
  public ServerBootstrap unixBootstrap() throws IOException {
    try {
      return common().channel(transport.unixSockets().server());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ServerBootstrap common() {
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
    return gate.admit();
  }

  @Override
  public void acceptFailed(Throwable cause) {
    if (!(cause instanceof IOException)) {
      pages.failed("accepting", cause);
      return;
    }
    LoggerFactory.getLogger(AdminServer.class)
        .warn("the admin endpoint cannot accept: {}", cause.getMessage());
  }

  @Override
  public void accepted(Channel visitor) {
    visitor.closeFuture().addListener(closed -> gate.release());
    AdminConnection visit = new AdminConnection(visitors::leave);
    visitor
        .pipeline()
        .addLast(
            visit,
            new HttpServerCodec(),
            new HttpObjectAggregator(MAX_REQUEST_BYTES),
            new FlowControlHandler(), // holds back what a visitor sends before the answer
            new AdminHandler(pages, this::refusal, threads, visit));
    visitors.enter(visit);
    if (visitor.isOpen()) {
      visitor.config().setAutoRead(true);
    }
  }

  /** Why a visitor is not answered; null if it is. */
  private @Nullable AdminResponse refusal(Channel visitor, HttpRequest request) {
    return generations.isClientsChoice(visitor.remoteAddress(), visitor.localAddress())
        ? AdminGuard.OWN_ROUTES
        : guard.refusal(request);
  }

  @Override
  public String portyVersion() {
    return generations.version();
  }

  @Override
  public Executor blocking() {
    return threads.of(AdminThreads.Work.PAGE);
  }
}
