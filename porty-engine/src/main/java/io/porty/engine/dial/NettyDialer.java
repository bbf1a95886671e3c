package io.porty.engine.dial;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import io.porty.engine.listen.Loops;
import io.porty.engine.listen.Transport;
import io.porty.engine.meter.RouteMeters;
import io.porty.engine.policy.TargetPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The dialer of one route. The targets that the configuration names are the operator's choice; the
 * policy holds for every other one.
 */
public final class NettyDialer implements Dialer {

  private final NameResolver resolver;
  private final TargetPolicy policy;
  private final Set<Target> trusted;
  private final Transport transport;
  private final ByteBufAllocator allocator;
  private final RecvByteBufAllocator reads;
  final Duration timeout;
  final int maxRetries;
  final RouteMeters meters;

  public NettyDialer(
      Loops loops,
      NameResolver resolver,
      TargetPolicy policy,
      Set<Target> trusted,
      Duration timeout,
      int maxRetries,
      RecvByteBufAllocator reads,
      RouteMeters meters) {
    this.resolver = resolver;
    this.policy = policy;
    this.trusted = Set.copyOf(trusted);
    this.timeout = timeout;
    this.maxRetries = maxRetries;
    this.transport = loops.transport();
    this.allocator = loops.allocator();
    this.reads = reads;
    this.meters = meters;
  }

  @Override
  public Attempt dial(Target target, EventLoop loop, Listener listener) {
    return dial(target, loop, listener, maxRetries);
  }

  @Override
  public Attempt dialOnce(Target target, EventLoop loop, Listener listener) {
    return dial(target, loop, listener, 0);
  }

  private Attempt dial(Target target, EventLoop loop, Listener listener, int retries) {
    DialAttempt attempt = new DialAttempt(this, target, loop, listener, retries);
    attempt.start();
    return attempt;
  }

  CompletionStage<InetAddress[]> resolve(Target target) {
    return resolver.resolve(target.host());
  }

  Optional<String> refusal(Target target, InetAddress address) {
    return trusted.contains(target) ? Optional.empty() : policy.refusal(target, address);
  }

  /** Why a Unix domain socket may not be connected to. */
  Optional<String> refusal(Target unix) {
    if (transport.unix() == null) {
      return Optional.of("transport " + transport.name() + " has no Unix domain sockets");
    }
    return trusted.contains(unix) ? Optional.empty() : policy.refusal(unix);
  }

  /** The address of a Unix domain socket. */
  SocketAddress address(Target unix) {
    return transport.unixSockets().address().apply(unix.path());
  }

  /**
   * What Netty's bootstrap would do, without copying its options for each connection, and at once.
   *
   * @throws io.netty.channel.ChannelException if there is no descriptor left
   */
  ChannelFuture connect(EventLoop loop, SocketAddress address, long millis) {
    Channel channel =
        address instanceof InetSocketAddress inet
            ? transport.sockets().towards(inet.getAddress())
            : transport.unixSockets().client().get();
    ChannelConfig config = channel.config();
    config.setAllocator(allocator);
    config.setRecvByteBufAllocator(reads);
    config.setAutoRead(false);
    config.setConnectTimeoutMillis((int) Math.max(1, Math.min(Integer.MAX_VALUE, millis)));
    ChannelPromise promise = channel.newPromise();
    loop.register(channel)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                channel.connect(address, promise);
              } else {
                promise.setFailure(registered.cause());
              }
            });
    return promise;
  }
}
