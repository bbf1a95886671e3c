package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.load.Http2Request;
import io.porty.load.Load;
import io.porty.load.LoadError;
import io.porty.load.LoadPlan;
import io.porty.load.LoadResult;
import io.porty.load.LoadServer;
import io.porty.load.tls.LoadTls;
import io.porty.load.tls.LoadTlsSettings;
import io.porty.load.tls.LoadTrust;
import io.porty.load.tls.TlsProblem;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Loads of a second over TLS, as {@code porty bench} has them. */
record TlsLoads(String provider, LoadTrust trust) {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** In a second, so that tests beside these have their part of the machine. */
  private static final int RATE = 500;

  private static final int MAX_REPEATS = 10;
  private static final int REFUSED_MILLIS = 29_000;

  static final LoadPlan.Traffic HTTP_1 = http1("");

  static final LoadPlan.Traffic CLOSING = http1("Connection: close\r\n");

  static final LoadPlan.Traffic HTTP_2 =
      new LoadPlan.Traffic.Http2(
          new Http2Request(
              List.of(
                  new Http2Request.Field(":method", "GET"),
                  new Http2Request.Field(":scheme", "https"),
                  new Http2Request.Field(":authority", "localhost"),
                  new Http2Request.Field(":path", "/")),
              new byte[0]),
          8);

  private static LoadPlan.Traffic http1(String fields) {
    String head = "GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    return new LoadPlan.Traffic.Http1(head.getBytes(StandardCharsets.US_ASCII), false);
  }

  TlsLoads trusting(LoadTrust other) {
    return new TlsLoads(provider, other);
  }

  LoadResult run(int port, LoadPlan.Traffic traffic) throws InterruptedException {
    return run(settings("localhost", port, traffic, false), traffic, 5_000);
  }

  LoadResult resume(int port, LoadPlan.Traffic traffic) throws InterruptedException {
    return run(settings("localhost", port, traffic, true), traffic, 5_000);
  }

  /** As if the URL had this host, on this machine. */
  LoadResult to(String host, int port) throws InterruptedException {
    return run(settings(host, port, HTTP_1, false), HTTP_1, 5_000);
  }

  /** With little patience. */
  LoadResult hasty(int port, LoadPlan.Traffic traffic) throws InterruptedException {
    return run(settings("localhost", port, traffic, false), traffic, 200);
  }

  /** Expects that it ends before its time; says why. */
  TlsProblem refused(int port, LoadPlan.Traffic traffic) throws InterruptedException {
    long start = System.nanoTime();
    LoadResult result = run(settings("localhost", port, traffic, false), traffic, REFUSED_MILLIS);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    assertThat(result.answers()).isZero();
    return Objects.requireNonNull(result.refusal(), "not refused");
  }

  private LoadTlsSettings settings(
      String host, int port, LoadPlan.Traffic traffic, boolean resumes) {
    String protocol =
        traffic instanceof LoadPlan.Traffic.Echo
            ? null
            : traffic instanceof LoadPlan.Traffic.Http2 ? LoadTls.HTTP_2 : LoadTls.HTTP_1;
    return new LoadTlsSettings(host, port, trust, protocol, resumes);
  }

  /** On a busy machine nothing may come of the first second. */
  private LoadResult run(LoadTlsSettings settings, LoadPlan.Traffic traffic, int timeoutMillis)
      throws InterruptedException {
    LoadResult result = once(settings, traffic, timeoutMillis);
    for (int i = 0; i < MAX_REPEATS && isEmpty(result); i++) {
      result = once(settings, traffic, timeoutMillis);
    }
    return result;
  }

  private static boolean isEmpty(LoadResult result) {
    return result.answers() == 0 && failures(result) == 0 && result.refusal() == null;
  }

  private LoadResult once(LoadTlsSettings settings, LoadPlan.Traffic traffic, int timeoutMillis)
      throws InterruptedException {
    try (LoadTls tls = new LoadTls(settings, provider)) {
      LoadPlan plan =
          new LoadPlan(
              new LoadServer(new InetSocketAddress("127.0.0.1", settings.port()), tls),
              traffic,
              2,
              1,
              RATE,
              Duration.ZERO,
              timeoutMillis == REFUSED_MILLIS ? LONG : Duration.ofSeconds(1),
              Duration.ofMillis(timeoutMillis));
      return new Load(plan).run(second -> {});
    }
  }

  /** What failed of the requests that were sent. */
  static long failures(LoadResult result) {
    return result.failures() - result.errors().get(LoadError.UNSENT);
  }

  static void expectFlawless(LoadResult result) {
    assertThat(result.refusal()).isNull();
    assertThat(failures(result)).as(result.errors().toString()).isZero();
    assertThat(result.statuses()[2]).isEqualTo(result.answers());
    assertThat(result.answers()).isPositive();
  }
}
