package io.porty.bench.micro;

import io.porty.api.Bytes;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.mode.http.router.DynamicRouter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A backend chosen by the query, for a target that was seen before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DynamicDecision {

  private final Router<HttpRouteRequest> router = DynamicRouter.router();
  private final HttpRouteRequest request =
      new Query("id=7&porty_host=127.0.0.1&porty_port=3000".getBytes(StandardCharsets.ISO_8859_1));

  @Benchmark
  public RouteAnswer decide() {
    return router.route(request);
  }

  /** A request that has nothing but its query, as the data path shows it. */
  private record Query(byte[] bytes) implements HttpRouteRequest, Bytes {

    @Override
    public Bytes rawQuery() {
      return this;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public byte at(int index) {
      return bytes[index];
    }

    @Override
    public String query() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return query();
    }

    @Override
    public String routeName() {
      return "bench";
    }

    @Override
    public SocketAddress client() {
      return InetSocketAddress.createUnresolved("127.0.0.1", 0);
    }

    @Override
    public SocketAddress local() {
      return client();
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public String authority() {
      return "localhost";
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.empty();
    }

    @Override
    public List<String> headers(String name) {
      return List.of();
    }
  }
}
