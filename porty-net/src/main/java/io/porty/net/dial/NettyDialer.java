package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.UpstreamKey;
import io.porty.net.opening.proxy.ProxyVersion;
import io.porty.net.transport.ReadBuffers;
import io.porty.net.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dialer of one route. The policy applies to client-chosen targets only; configured targets are
 * always allowed, and their names have a lookup queue of their own. Called on event loops.
 */
public final class NettyDialer implements Dialer {

  private final DialerResources shared;
  private final RouteDialSettings route;
  private final Transport transport;
  private final ReadBuffers readBuffers;
  final DialMeter meters;

  public NettyDialer(
      DialerResources shared, RouteDialSettings route, ReadBuffers readBuffers, DialMeter meters) {
    this.shared = shared;
    this.route = route;
    this.transport = shared.loops().transport();
    this.readBuffers = readBuffers;
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

  /** Without an attribution, a target counts as configured if the route trusts it. */
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

  /** The upstream key of a request; client-chosen targets have one for each route's policy. */
  UpstreamKey key(DialRequest request) {
    return request.chosenByClient()
        ? UpstreamKey.chosenByClient(request.target(), route.route())
        : UpstreamKey.of(request.target());
  }

  @Override
  public boolean namesClient() {
    return route.sendProxy() != null;
  }

  /** The PROXY header that connections begin with; null for none. */
  @Nullable ProxyVersion sendProxy() {
    return route.sendProxy();
  }

  UpstreamTlsSource tls() {
    return route.tls();
  }

  ReadBuffers readBuffers() {
    return readBuffers;
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

  /** Why a target is denied by its name, before a DNS lookup; empty if it is not. */
  Optional<String> denialByName(DialRequest request) {
    Target target = request.target();
    if (target.isUnix() && transport.unix() == null) {
      return Optional.of("transport " + transport.name() + " has no Unix domain sockets");
    }
    if (!request.chosenByClient()) {
      return Optional.empty();
    }
    return target.isUnix() ? route.policy().refusal(target) : route.policy().refusalByName(target);
  }

  Optional<String> denial(DialRequest request, InetAddress address) {
    return request.chosenByClient()
        ? route.policy().refusal(request.target(), address)
        : Optional.empty();
  }

  /** Whether an unknown name is reported like a denied one. */
  boolean hidesUnknownNames(DialRequest request) {
    return request.chosenByClient() && route.policy().decidesByAddress(request.target());
  }

  /** The address of a Unix domain socket. */
  SocketAddress address(Target unix) {
    return transport.unixSockets().address().apply(unix.path());
  }

  /**
   * Connects as Netty's bootstrap does, without copying options for each connection.
   *
   * @param millis connect timeout
   * @throws io.netty.channel.ChannelException if the process has no descriptor left
   */
  ChannelFuture connect(EventLoop loop, SocketAddress address, long millis) {
    Channel channel =
        address instanceof InetSocketAddress inet
            ? transport.newSocket(inet.getAddress())
            : transport.unixSockets().client().get();
    ChannelConfig config = channel.config();
    config.setAllocator(shared.loops().allocator());
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
