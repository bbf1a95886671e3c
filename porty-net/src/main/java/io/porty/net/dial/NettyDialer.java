package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.UpstreamKey;
import io.porty.net.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * The dialer of one route. The policy holds for targets that clients choose; what the operator
 * chooses is not questioned, and its names have a lane of their own.
 */
public final class NettyDialer implements Dialer {

  private final DialerResources shared;
  private final RouteDialSettings route;
  private final Transport transport;
  private final RecvByteBufAllocator reads;
  final DialMeter meters;

  public NettyDialer(
      DialerResources shared,
      RouteDialSettings route,
      RecvByteBufAllocator reads,
      DialMeter meters) {
    this.shared = shared;
    this.route = route;
    this.transport = shared.loops().transport();
    this.reads = reads;
    this.meters = meters;
  }

  @Override
  public Attempt dial(Target target, EventLoop loop, Listener listener) {
    return dial(unattributed(target), loop, listener);
  }

  @Override
  public Attempt dialOnce(Target target, EventLoop loop, Listener listener) {
    return dialOnce(unattributed(target), loop, listener);
  }

  /** Nobody says who chose it: the value has to do where no client chooses. */
  private DialRequest unattributed(Target target) {
    return new DialRequest(target, !route.trusted().contains(target), null);
  }

  @Override
  public Attempt dial(DialRequest request, EventLoop loop, Listener listener) {
    return dial(request, loop, listener, route.maxRetries());
  }

  @Override
  public Attempt dialOnce(DialRequest request, EventLoop loop, Listener listener) {
    return dial(request, loop, listener, 0);
  }

  private Attempt dial(DialRequest request, EventLoop loop, Listener listener, int retries) {
    DialAttempt attempt = new DialAttempt(this, request, loop, listener, retries);
    attempt.start();
    return attempt;
  }

  DialerResources shared() {
    return shared;
  }

  /** Which backend a request is for; of a client's target under this route's policy. */
  UpstreamKey key(DialRequest request) {
    return request.chosenByClient()
        ? UpstreamKey.chosenByClient(request.target(), route.route())
        : UpstreamKey.of(request.target());
  }

  String routeName() {
    return route.route();
  }

  long timeoutNanos() {
    return route.timeout().toNanos();
  }

  NameResolver.Pending resolve(DialRequest request) {
    return shared
        .resolver()
        .resolve(
            request.target().host(),
            request.chosenByClient() ? LookupClient.of(route.route(), request.client()) : null);
  }

  /** Why a target is refused by what is written: before its name is looked up. */
  Optional<String> refusalByName(DialRequest request) {
    Target target = request.target();
    if (target.isUnix() && transport.unix() == null) {
      return Optional.of("transport " + transport.name() + " has no Unix domain sockets");
    }
    if (!request.chosenByClient()) {
      return Optional.empty();
    }
    return target.isUnix() ? route.policy().refusal(target) : route.policy().refusalByName(target);
  }

  Optional<String> refusal(DialRequest request, InetAddress address) {
    return request.chosenByClient()
        ? route.policy().refusal(request.target(), address)
        : Optional.empty();
  }

  /** Whether a name that does not exist is refused like one that the lists refuse. */
  boolean hidesUnknownNames(DialRequest request) {
    return request.chosenByClient() && route.policy().decidesByAddress(request.target());
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
            ? transport.newSocket(inet.getAddress())
            : transport.unixSockets().client().get();
    ChannelConfig config = channel.config();
    config.setAllocator(shared.loops().allocator());
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
