package io.porty.bench.micro;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.porty.api.Target;
import io.porty.api.mode.RouteMeter;
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

/** What counting one exchange costs, with and without the looks at the clock that it takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Metering {

  private final EventLoop loop = new DefaultEventLoop();
  private final RouteMeter meter = new Meters(List.of(loop)).route("api", true).of(loop);
  private final Target target = new Target("internal-api", 3000);
  private long nanos = 150_000;

  @Benchmark
  public void counting() {
    nanos = nanos * 1_103_515_245 + 12_345 & 0x3ffff;
    meter.began();
    meter.upstreamAcquired(true);
    meter.ended(200, target, 0, 1_234, nanos, nanos + 20_000, null);
  }

  @Benchmark
  public long withTheClock() {
    long start = System.nanoTime();
    meter.began();
    meter.upstreamAcquired(true);
    long first = System.nanoTime() - start;
    meter.ended(200, target, 0, 1_234, first, System.nanoTime() - start, null);
    return first;
  }

  @TearDown
  public void close() {
    loop.shutdownGracefully();
  }
}
