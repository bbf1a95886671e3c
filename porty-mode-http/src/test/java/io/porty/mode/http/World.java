package io.porty.mode.http;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.api.Failure;
import io.porty.api.FailureCode;
import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.Conduit;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.FaultReporter;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeMeter;
import io.porty.api.mode.Relay;
import io.porty.api.mode.Route;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.mode.http.config.HttpKeys;
import io.porty.mode.http.config.UpstreamKeys;
import io.porty.mode.http.listener.ServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An HTTP address with one client and as many backends as it dials, all without sockets and with a
 * clock that stands still until it is told.
 */
final class World implements ModeContext, Route, Dialer, Relay, Settings {

  private static final Target TARGET = new Target("backend.example", 80);
  private static final int PLACES = 1;

  /** What the route's router answers. */
  Supplier<RouteAnswer> decides = () -> Decision.to(TARGET, "model");

  /** What happens when something is dialled. */
  Runnable onDial = () -> {};

  /** Faults of Porty itself. */
  final List<String> faults = new ArrayList<>();

  /** A dial that nobody has answered yet. */
  private final class Dial implements Dialer.Attempt {
    private final Dialer.Listener listener;

    Dial(Dialer.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void cancel() {
      dials.remove(this);
    }
  }

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Map<Key<?>, Object> values =
      Map.of(
          UpstreamKeys.MAX_CONNECTIONS,
          PLACES,
          UpstreamKeys.IDLE_TIMEOUT,
          Duration.ofSeconds(4),
          UpstreamKeys.UNSAFE_REUSE_IDLE,
          Duration.ofMillis(200),
          HttpKeys.HEAD_TIMEOUT,
          Duration.ofSeconds(2));
  private final Map<String, Object> named;
  private final List<Dial> dials = new ArrayList<>();
  private final List<Side> backends = new ArrayList<>();
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private Side client = new Side(allocator, loop);
  private final Map<String, Long> counted = new HashMap<>();
  private final List<HttpListener> addresses = new ArrayList<>();

  World() {
    this(Map.of());
  }

  /**
   * @param named values of keys by name, before those of every world
   */
  World(Map<String, Object> named) {
    this.named = named;
    loop.freezeTime();
    addresses.add(new HttpListener(this));
    addresses.get(0).accept(client);
    round();
  }

  /** Another client, and other backends, in place of those before, which go away. */
  void begin() {
    client.arriveReset();
    backends.forEach(Side::arriveReset);
    round();
    backends.clear();
    client = new Side(allocator, loop);
    addresses.get(addresses.size() - 1).accept(client);
    round();
  }

  /** Another configuration; the one before ends when it has handed the client over. */
  void reload() {
    HttpListener before = addresses.get(addresses.size() - 1);
    addresses.add(new HttpListener(this));
    before.migrate(
        client,
        new ServerConnection.Move() {
          @Override
          public Runnable hold() {
            return () -> {};
          }

          @Override
          public ServerConnection.Successor enter() {
            addresses.subList(0, addresses.size() - 1).forEach(HttpListener::close);
            return addresses.get(addresses.size() - 1);
          }
        });
  }

  Side client() {
    return client;
  }

  /** Every backend connection so far. */
  List<Side> backends() {
    return backends;
  }

  boolean isDialing() {
    return !dials.isEmpty();
  }

  void connect() {
    Dial dial = dials.remove(0);
    Side backend = new Side(allocator, loop);
    backends.add(backend);
    dial.listener.connected(backend);
  }

  void refuse() {
    dials
        .remove(0)
        .listener
        .failed(Failure.upstream(FailureCode.CONNECT_REFUSED, "nobody listens"));
  }

  /** A round of the event loop: everybody's bytes arrive, then tasks run. */
  void round() {
    client.deliver();
    for (Side backend : List.copyOf(backends)) {
      backend.deliver();
    }
    loop.runPendingTasks();
    client.settle();
    backends.forEach(Side::settle);
  }

  /** A round that takes a nanosecond: what waits for the next one of a real loop goes on, too. */
  void nextRound() {
    loop.advanceTimeBy(1, TimeUnit.NANOSECONDS);
    round();
  }

  /** Lets time pass, with a round after each tick. */
  void pass(Duration time) {
    for (long millis = 0; millis < time.toMillis(); millis += 100) {
      loop.advanceTimeBy(100, TimeUnit.MILLISECONDS);
      round();
    }
  }

  /** Bytes of buffers that somebody still holds. */
  long heldBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /** Whether no pool knows a connection, a place or a waiting lease any more. */
  boolean isAtRest() {
    return addresses.stream().allMatch(a -> a.loop(loop.eventLoop()).isAtRest());
  }

  /** A metric of HTTP/2, summed over its labels. */
  long metric(String name) {
    return counted.getOrDefault(name, 0L);
  }

  // What the mode is given

  @Override
  public ModeMeter meter() {
    return (metric, labels) -> change -> counted.merge(metric.name(), change, Long::sum);
  }

  @Override
  public Conduit conduit(io.netty.channel.Channel channel) {
    return new SideConduit(channel);
  }

  @Override
  public List<Route> routes() {
    return List.of(this);
  }

  @Override
  public List<EventLoop> eventLoops() {
    return List.of(loop.eventLoop());
  }

  @Override
  public Relay relay() {
    return this;
  }

  @Override
  public FaultReporter faults() {
    return (where, cause) -> faults.add(where + ": " + cause);
  }

  @Override
  public long reserveIds(int count) {
    return 1;
  }

  @Override
  public String instanceId() {
    return "model";
  }

  @Override
  public String portyVersion() {
    return "model";
  }

  @Override
  public Executor blocking() {
    return Runnable::run;
  }

  @Override
  public RouteInfo facts() {
    return new RouteInfo("model", List.of(), Optional.of(TARGET));
  }

  @Override
  public Settings settings() {
    return this;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T get(Key<T> key) {
    Object value = named.getOrDefault(key.name(), values.get(key));
    return value == null ? key.defaultValue().orElseThrow() : (T) value;
  }

  @Override
  public <T> Optional<T> find(Key<T> key) {
    return Optional.empty();
  }

  @Override
  public void report(Key<?> key, String message, String remedy) {
    throw new AssertionError(message);
  }

  @Override
  public <R extends RouteRequest> Router<R> router(Class<R> requestType) {
    return request -> decides.get();
  }

  @Override
  public Dialer dialer() {
    return this;
  }

  @Override
  public Dialer.Attempt dial(Target target, EventLoop loop, Dialer.Listener listener) {
    onDial.run();
    Dial dial = new Dial(listener);
    dials.add(dial);
    return dial;
  }

  @Override
  public Dialer.Attempt dialOnce(Target target, EventLoop loop, Dialer.Listener listener) {
    return dial(target, loop, listener);
  }

  @Override
  public List<String> loggedFields() {
    return List.of();
  }

  @Override
  public AccessLog log() {
    return new AccessLog() {};
  }

  @Override
  public LogLevel logLevel() {
    return LogLevel.NONE;
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(3);
  }

  @Override
  public int bufferBytes() {
    return 8192;
  }

  @Override
  public void join(
      io.netty.channel.Channel from,
      io.netty.buffer.@org.jspecify.annotations.Nullable ByteBuf fromClient,
      io.netty.channel.Channel upstream,
      io.netty.buffer.@org.jspecify.annotations.Nullable ByteBuf fromUpstream,
      Duration idle,
      Relay.End end) {
    if (fromClient != null) {
      fromClient.release();
    }
    if (fromUpstream != null) {
      fromUpstream.release();
    }
    from.close();
    upstream.close();
    end.ended(0, 0, null);
  }
}
