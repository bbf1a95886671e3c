package io.porty.net.dial;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.Failure;
import io.porty.api.Target;
import io.porty.api.mode.DialRequest;
import io.porty.api.mode.Dialer;
import io.porty.net.diagnostics.InternalErrors;
import io.porty.net.policy.OwnAddresses;
import io.porty.net.policy.TargetPattern;
import io.porty.net.policy.TargetPolicy;
import io.porty.net.policy.TargetRules;
import io.porty.net.transport.EventLoops;
import io.porty.net.transport.ReadBuffers;
import io.porty.net.transport.Transports;
import io.porty.net.upstream.EndpointTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A dialer with real sockets, whose names resolve to what a test says. */
final class Dials implements AutoCloseable {

  /**
   * How a dial ended.
   *
   * @param failure null if it connected
   */
  record End(InetAddress to, Failure failure, long millis) {}

  private final EventLoops loops = new EventLoops(Transports.choose("auto"), 1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, InetAddress[]> names = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Duration timeout;
  private final List<TargetPattern> allow;
  private final List<TargetPattern> deny;
  private final DialerResources shared;
  final EndpointTable endpoints = new EndpointTable();
  final OwnConnections connections = new OwnConnections();
  final InternalErrors errors = new InternalErrors();

  Dials(Duration timeout, List<String> allow, List<String> deny) {
    this.timeout = timeout;
    this.allow = allow.stream().map(TargetPattern::parse).toList();
    this.deny = deny.stream().map(TargetPattern::parse).toList();
    NameResolver resolver =
        new NameResolver(
            threads,
            this::find,
            System::nanoTime,
            new HostsFile(Path.of("none"), Path.of("none")),
            Long.MAX_VALUE);
    this.shared = new DialerResources(loops, resolver, endpoints, connections, errors);
  }

  private InetAddress[] find(String host) throws UnknownHostException {
    asked.add(host);
    InetAddress[] found = names.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  /** The names that were looked up. */
  List<String> asked() {
    return asked;
  }

  void name(String host, String... addresses) {
    names.put(host, Stream.of(addresses).map(Dials::address).toArray(InetAddress[]::new));
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  EventLoop loop() {
    return loops.all().get(0);
  }

  NettyDialer dialer(int maxRetries, Target... trusted) {
    return new NettyDialer(
        shared,
        new RouteDialSettings(
            "test",
            new TargetPolicy(new TargetRules(allow, deny, List.of()), new OwnAddresses()),
            Set.of(trusted),
            timeout,
            maxRetries,
            UpstreamTlsSource.NONE,
            null),
        ReadBuffers.of(16_384),
        DialMeter.OFF);
  }

  CompletableFuture<End> dial(String host, int port, boolean chosenByClient) {
    return dial(dialer(0), new DialRequest(new Target(host, port), chosenByClient, null));
  }

  CompletableFuture<End> dial(NettyDialer dialer, DialRequest request) {
    CompletableFuture<End> end = new CompletableFuture<>();
    long begin = System.nanoTime();
    loop()
        .execute(
            () ->
                dialer.dial(
                    request,
                    loop(),
                    new Dialer.Listener() {
                      @Override
                      public void connected(Channel upstream) {
                        InetSocketAddress to = (InetSocketAddress) upstream.remoteAddress();
                        upstream.close();
                        finish(to.getAddress(), null);
                      }

                      @Override
                      public void failed(Failure failure) {
                        finish(null, failure);
                      }

                      private void finish(InetAddress to, Failure failure) {
                        long millis = (System.nanoTime() - begin) / 1_000_000;
                        if (!end.complete(new End(to, failure, millis))) {
                          throw new AssertionError("heard twice");
                        }
                      }
                    }));
    return end;
  }

  End dialed(String host, int port, boolean chosenByClient) {
    return await(dial(host, port, chosenByClient));
  }

  static End await(CompletableFuture<End> end) {
    try {
      return end.get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A server that accepts nobody by itself, the kernel does. */
  ServerSocket listening(String address, int port) {
    return opened(() -> new ServerSocket(port, 512, address(address)));
  }

  /** One whose backlog is full: what else comes is never answered (listen(2)). */
  ServerSocket swallowing(String address, int port) {
    ServerSocket server = opened(() -> new ServerSocket(port, 1, address(address)));
    for (int i = 0; i < 4; i++) {
      Socket filler = opened(Socket::new);
      try {
        filler.connect(server.getLocalSocketAddress(), 200);
      } catch (IOException e) {
        return server; // It is full.
      }
    }
    return server;
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private <T extends AutoCloseable> T opened(Opening<T> opening) {
    try {
      T made = opening.open();
      open.add(made);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    threads.shutdownNow();
    loops.close();
  }
}
