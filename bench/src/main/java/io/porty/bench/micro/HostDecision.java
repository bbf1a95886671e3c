package io.porty.bench.micro;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.log.AccessLog;
import io.porty.api.log.LogLevel;
import io.porty.api.mode.Dialer;
import io.porty.api.mode.Route;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.Router;
import io.porty.mode.http.config.HostTable;
import io.porty.mode.http.config.HttpRoute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A route found by the Host of a request, among few and among many; another host each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HostDecision {

  @Param({"10", "1000", "100000"})
  public int hosts;

  private final List<byte[]> asked = new ArrayList<>();
  private HostTable table = new HostTable(List.of());
  private int next;

  @Setup
  public void fill() {
    List<HttpRoute> routes = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      String host = "host" + i + ".example";
      routes.add(
          new HttpRoute(
              new Named(new RouteInfo("r" + i, List.of(host), Optional.empty())), i, "00000000"));
      asked.add((host + ":8080").getBytes(StandardCharsets.ISO_8859_1));
    }
    table = new HostTable(routes);
  }

  @Benchmark
  public @Nullable HttpRoute find() {
    byte[] host = asked.get(next);
    next = next + 1 == asked.size() ? 0 : next + 1;
    return table.find(host, 0, host.length);
  }

  /** A route that has nothing but its facts. */
  private record Named(RouteInfo facts) implements Route {

    @Override
    public Settings settings() {
      return new Settings() {
        @Override
        public <T> T get(Key<T> key) {
          return key.defaultValue().orElseThrow();
        }

        @Override
        public <T> Optional<T> find(Key<T> key) {
          return Optional.empty();
        }

        @Override
        public void report(Key<?> key, String message, String remedy) {}
      };
    }

    @Override
    public <R extends RouteRequest> Router<R> router(Class<R> requestType) {
      return request -> Decision.pass();
    }

    @Override
    public Dialer dialer() {
      throw new UnsupportedOperationException("nothing is dialled here");
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
    public List<String> loggedFields() {
      return List.of();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(30);
    }

    @Override
    public int bufferBytes() {
      return 8192;
    }
  }
}
