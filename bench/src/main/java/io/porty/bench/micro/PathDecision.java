package io.porty.bench.micro;

import io.porty.api.Settings;
import io.porty.api.Target;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteAnswer;
import io.porty.api.route.Router;
import io.porty.mode.http.router.PathRouter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** The router {@code path} among few and many rules; another path each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathDecision {

  @Param({"1", "1000"})
  public int rules;

  private final List<HttpRouteRequest> asked = new ArrayList<>();
  private Router<HttpRouteRequest> router = request -> RouteAnswer.needMoreBytes();
  private int next;

  @Setup
  public void fill() {
    List<Settings> tables = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      tables.add(
          FixedSettings.of(
              "prefix", "/api/v" + i + "/items", "target", new Target("10.0.0.1", 1 + i)));
      asked.add(new BenchRequest("localhost", "/api/v" + i + "/items/4711", "a=1"));
    }
    router = new PathRouter().create(FixedSettings.of("rules", tables), null);
  }

  @Benchmark
  public RouteAnswer decide() {
    HttpRouteRequest request = asked.get(next);
    next = next + 1 == asked.size() ? 0 : next + 1;
    return router.route(request);
  }
}
