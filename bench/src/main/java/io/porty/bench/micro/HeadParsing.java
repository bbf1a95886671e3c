package io.porty.bench.micro;

import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A request head: parsed, and understood. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadParsing {

  /** As wrk sends it, and as a browser does. */
  @Param({"wrk", "browser"})
  public String client = "wrk";

  private final HeadParser parser = HeadParser.forRequests(new HeadLimits(8192, 32768, 100));
  private final RequestHead head = new RequestHead(parser);
  private byte[] bytes = new byte[0];

  @org.openjdk.jmh.annotations.Setup
  public void write() {
    String text =
        client.equals("wrk")
            ? "GET /test?porty_host=127.0.0.1&porty_port=3000 HTTP/1.1\r\nHost: 127.0.0.1:9090\r\n\r\n"
            : "GET /app/page?id=7&lang=en HTTP/1.1\r\nHost: app.example.com\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n"
                + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                + "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n"
                + "Connection: keep-alive\r\nCookie: session=0123456789abcdef0123456789abcdef\r\n"
                + "Referer: https://app.example.com/app\r\nCache-Control: no-cache\r\n\r\n";
    bytes = text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Benchmark
  public int parse() {
    int end = parser.request(bytes, bytes.length);
    if (head.read() != null) {
      throw new IllegalStateException("refused");
    }
    return end;
  }
}
