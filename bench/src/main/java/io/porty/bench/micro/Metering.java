package io.porty.bench.micro;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.porty.api.Target;
import io.porty.api.mode.RouteMeter;
import io.porty.api.mode.StreamStats;
import io.porty.engine.observe.metrics.Meters;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What counting one exchange costs, with the three looks at the clock that it takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Metering {

  private final EventLoop loop = new DefaultEventLoop();
  private final RouteMeter meter = new Meters(List.of(loop)).route("api", true).of(loop);
  private final Target target = new Target("internal-api", 3000);
  private final StreamStats stats = new StreamStats();

  @Benchmark
  public long counting() {
    stats.begin(meter, false);
    stats.routed(target);
    meter.upstreamAcquired(true);
    stats.firstByte();
    return stats.end(200, 0, 1_234, null);
  }

  @TearDown
  public void close() {
    loop.shutdownGracefully();
  }
}
