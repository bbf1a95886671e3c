package io.porty.bench.side;

import io.porty.load.Load;
import io.porty.load.LoadPlan;
import io.porty.load.LoadResult;
import io.porty.load.LoadServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests without TLS at a fixed rate; latency counts from when each was due. */
final class SteadyLoad {

  /**
   * @param rate requests in a second
   * @return with latencies in nanoseconds
   */
  static LoadResult run(Proxy proxy, int connections, int rate, int seconds)
      throws InterruptedException {
    String path = proxy.path().isEmpty() ? "/" : proxy.path();
    byte[] request =
        ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    LoadPlan plan =
        new LoadPlan(
            LoadServer.plain(new InetSocketAddress("127.0.0.1", proxy.port())),
            new LoadPlan.Traffic.Http1(request, false),
            connections,
            1,
            rate,
            Duration.ofMillis(500),
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(10));
    return new Load(plan).run(second -> {});
  }

  private SteadyLoad() {}
}
