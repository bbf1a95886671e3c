package io.porty.mode.http.exchange;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.porty.api.FailureCode;
import io.porty.api.mode.ClientLook;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.LoopToken;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.mode.http.config.HostTable;
import io.porty.mode.http.config.HttpKeys;
import io.porty.mode.http.config.HttpRoute;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.pool.TargetConnectionLimits;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One listening address: its routes, what they share, and a {@link HttpLoop} for each event loop.
 * Immutable.
 */
public final class HttpAddress {

  private final List<HttpRoute> routes;
  private final HostTable hosts;
  private final HeadLimits limits;
  private final Relay relay;
  private final Function<Channel, Conduit> conduits;
  private final BooleanSupplier shortOfMemory;
  private final byte[] token;
  private final BooleanSupplier full;
  private final IdleConnectionEvictor room;
  private final Map<EventLoop, HttpLoop> loops = new IdentityHashMap<>();
  private final AtomicBoolean saidUnexpected = new AtomicBoolean();

  public HttpAddress(ModeContext context) {
    List<HttpRoute> made = new ArrayList<>();
    for (Route route : context.routes()) {
      made.add(new HttpRoute(route, made.size(), context.instanceId()));
    }
    this.routes = List.copyOf(made);
    this.hosts = new HostTable(routes);
    this.limits = limits(context.routes());
    this.relay = context.relay();
    this.conduits = context::conduit;
    this.shortOfMemory = context::isShortOfMemory;
    this.full = context::isFull;
    this.token = Ascii.bytes(LoopToken.ofInstance(context.instanceId()));
    List<EventLoop> all = context.eventLoops();
    List<TargetConnectionLimits> bounds =
        routes.stream()
            .map(route -> route.upstream())
            .map(upstream -> new TargetConnectionLimits(upstream.connections(), upstream.queue()))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      loops.put(
          all.get(i),
          new HttpLoop(
              all.get(i), all.size(), context::reserveIds, limits, routes, bounds, shortOfMemory));
    }
    this.room = new IdleConnectionEvictor(List.copyOf(loops.values()), full);
  }

  /** The most generous of the routes: a head is read before its route is known. */
  private static HeadLimits limits(List<Route> routes) {
    int bytes =
        routes.stream().mapToInt(r -> r.settings().get(HttpKeys.MAX_HEAD)).max().orElseThrow();
    int fields =
        routes.stream().mapToInt(r -> r.settings().get(HttpKeys.MAX_FIELDS)).max().orElseThrow();
    int line =
        routes.stream()
            .mapToInt(r -> r.settings().get(HttpKeys.MAX_REQUEST_LINE))
            .max()
            .orElseThrow();
    return new HeadLimits(Math.min(line, bytes), bytes, fields);
  }

  /** Serves an accepted channel; on its loop. */
  public void accept(Channel client) {
    new ClientConnection(this, loop(client.eventLoop()), client).start();
  }

  /** Takes one request of an accepted channel, and tells why it is not served; on its loop. */
  public void refuse(Channel client, FailureCode why) {
    new ClientConnection(this, loop(client.eventLoop()), client).startUnserved(why);
  }

  boolean isShortOfMemory() {
    return shortOfMemory.getAsBoolean();
  }

  HttpLoop loop(EventLoop loop) {
    HttpLoop found = loops.get(loop);
    if (found == null) {
      throw new IllegalStateException("a channel of a foreign event loop");
    }
    return found;
  }

  /** Brings an open connection to its end; on its loop. */
  public void drain(Channel client) {
    ClientConnection connection = client.pipeline().get(ClientConnection.class);
    if (connection != null) {
      connection.drain();
    }
  }

  /**
   * Has a connection go on under another address object, between two requests; on its loop.
   *
   * @param to asked when it can move: where to, or null if it has to come to its end
   */
  public void handOver(Channel client, Supplier<@Nullable HttpAddress> to) {
    ClientConnection connection = client.pipeline().get(ClientConnection.class);
    if (connection != null) {
      connection.handOver(to);
    }
  }

  /** What a connection is at; on its loop. */
  public Optional<ClientLook> look(Channel client) {
    return Optional.ofNullable(client.pipeline().get(ClientConnection.class))
        .map(ClientConnection::look);
  }

  /** The route for an authority; null if none serves it. */
  public @Nullable HttpRoute routeFor(String authority) {
    byte[] bytes = Ascii.bytes(authority);
    return hosts.find(bytes, 0, bytes.length);
  }

  public void close() {
    loops.values().forEach(HttpLoop::close);
  }

  HostTable hosts() {
    return hosts;
  }

  HeadLimits limits() {
    return limits;
  }

  /** Whose settings hold before a request's own route is known. */
  HttpRoute first() {
    return routes.get(0);
  }

  Conduit conduit(Channel channel) {
    return conduits.apply(channel);
  }

  Relay relay() {
    return relay;
  }

  /** What the tokens in Via of all routes of this process begin with. */
  byte[] token() {
    return token;
  }

  /** Whether clients wait for a place here. */
  boolean isFull() {
    return full.getAsBoolean();
  }

  /** Ends the connection that has been idle for longest; from any thread. */
  public void makeRoom() {
    room.makeRoom();
  }

  /** The same among the connections of one client. */
  public void makeRoom(Predicate<Channel> whose, BooleanSupplier wanted) {
    room.makeRoom(whose, wanted);
  }

  /** A fault of Porty itself: said once with its stack, the connection it concerns is closed. */
  void unexpected(Throwable cause) {
    if (saidUnexpected.compareAndSet(false, true)) {
      // Not here: the first message of a process loads its logging backend.
      CompletableFuture.runAsync(
          () ->
              LoggerFactory.getLogger(HttpAddress.class)
                  .error(
                      "a connection failed in an unexpected way; further ones are not reported",
                      cause));
    }
  }
}
