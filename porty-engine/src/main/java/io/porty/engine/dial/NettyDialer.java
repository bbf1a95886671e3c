package io.porty.engine.dial;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.Target;
import io.porty.api.mode.Dialer;
import io.porty.engine.listen.Loops;
import io.porty.engine.policy.TargetPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The dialer of one route. The route's own target is the operator's choice; the policy holds for
 * every other one.
 */
public final class NettyDialer implements Dialer {

  private final NameResolver resolver;
  private final TargetPolicy policy;
  private final Optional<Target> trusted;
  private final Bootstrap prototype;
  final Duration timeout;
  final int maxRetries;

  public NettyDialer(
      Loops loops,
      NameResolver resolver,
      TargetPolicy policy,
      Optional<Target> trusted,
      Duration timeout,
      int maxRetries,
      RecvByteBufAllocator reads) {
    this.resolver = resolver;
    this.policy = policy;
    this.trusted = trusted;
    this.timeout = timeout;
    this.maxRetries = maxRetries;
    this.prototype =
        new Bootstrap()
            .channelFactory(loops.transport().channel())
            .option(ChannelOption.ALLOCATOR, loops.allocator())
            .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.AUTO_READ, false)
            .disableResolver()
            .handler(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public boolean isSharable() {
                    return true;
                  }
                });
  }

  @Override
  public Attempt dial(Target target, EventLoop loop, Listener listener) {
    DialAttempt attempt = new DialAttempt(this, target, loop, listener);
    attempt.start();
    return attempt;
  }

  CompletionStage<InetAddress[]> resolve(Target target) {
    return resolver.resolve(target.host());
  }

  Optional<String> refusal(Target target, InetAddress address) {
    return trusted.isPresent() && trusted.get().equals(target)
        ? Optional.empty()
        : policy.refusal(target, address);
  }

  io.netty.channel.ChannelFuture connect(EventLoop loop, InetSocketAddress address, long millis) {
    return prototype
        .clone(loop)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis)))
        .connect(address);
  }
}
