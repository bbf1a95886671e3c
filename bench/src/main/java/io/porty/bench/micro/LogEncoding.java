package io.porty.bench.micro;

import io.porty.api.Target;
import io.porty.api.log.AccessLog;
import io.porty.api.log.ExchangeRecord;
import io.porty.api.log.LogLevel;
import io.porty.api.log.LogSink;
import io.porty.api.log.Phase;
import io.porty.engine.accesslog.CombinedAccessLog;
import io.porty.engine.accesslog.DefaultAccessLog;
import io.porty.engine.accesslog.JsonAccessLog;
import io.porty.engine.accesslog.PlainAccessLog;
import java.net.InetSocketAddress;
import java.util.Map;
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

/** Both records of an exchange as text, in the thread of the log. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LogEncoding {

  @Param({"default", "plain", "json", "combined"})
  public String format = "default";

  private AccessLog log = new AccessLog() {};
  private long written;
  private final ExchangeRecord record =
      ExchangeRecord.builder(1, "api", new InetSocketAddress("192.0.2.10", 54321))
          .level(LogLevel.BASIC)
          .startMillis(1_768_440_225_123L)
          .target(new Target("internal-api", 3000), "dynamic")
          .request("GET", "/api/users?id=123&porty_host=internal-api&porty_port=3000", "HTTP/1.1")
          .fields(Map.of("user-agent", "curl/8.9.1"))
          .response(200, "OK")
          .bytes(0, 1234)
          .at(Phase.ROUTED, 2_000)
          .at(Phase.CONNECTED, 40_000)
          .at(Phase.FIRST_BYTE, 900_000)
          .at(Phase.END, 1_100_000)
          .build();

  @Setup
  public void choose() {
    LogSink sink =
        new LogSink() {
          @Override
          public void record(byte[] text, int from, int to) {
            written += to - from;
          }

          @Override
          public void flush() {}
        };
    log =
        switch (format) {
          case "plain" -> new PlainAccessLog(sink);
          case "json" -> new JsonAccessLog(sink);
          case "combined" -> new CombinedAccessLog(sink);
          default -> new DefaultAccessLog(sink);
        };
  }

  @Benchmark
  public long encode() {
    log.exchangeStarted(record);
    log.exchangeEnded(record);
    return written;
  }
}
