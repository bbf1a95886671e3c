package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.load.Http2Request;
import io.porty.load.Load;
import io.porty.load.LoadError;
import io.porty.load.LoadPlan;
import io.porty.load.LoadResult;
import io.porty.load.LoadServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load of {@code porty bench --http2}, in front of Porty and of servers that are difficult. */
class BenchTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int HEADER_TABLE_SIZE = 1;
  private static final int INTERNAL_ERROR = 2;
  private static final int REFUSED_STREAM = 7;

  /** Of loads at a fixed rate: the first connections of a JVM take their time. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private static Http2Request request(String body, String... more) {
    List<Http2Request.Field> fields = new ArrayList<>();
    fields.add(new Http2Request.Field(":method", body.isEmpty() ? "GET" : "POST"));
    fields.add(new Http2Request.Field(":scheme", "http"));
    fields.add(new Http2Request.Field(":authority", "a.example"));
    fields.add(new Http2Request.Field(":path", "/x?y=1"));
    for (int i = 0; i < more.length; i += 2) {
      fields.add(new Http2Request.Field(more[i], more[i + 1]));
    }
    return new Http2Request(fields, body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static LoadResult run(int port, Http2Request request, int connections, int streams)
      throws InterruptedException {
    return run(port, new LoadPlan.Traffic.Http2(request, streams), connections, 0, 5_000);
  }

  private static LoadResult run(
      int port, LoadPlan.Traffic traffic, int connections, double rate, int timeoutMillis)
      throws InterruptedException {
    LoadPlan plan =
        new LoadPlan(
            LoadServer.plain(new InetSocketAddress("127.0.0.1", port)),
            traffic,
            connections,
            1,
            rate,
            rate == 0 ? Duration.ZERO : WARM_UP,
            Duration.ofSeconds(1),
            Duration.ofMillis(timeoutMillis));
    return new Load(plan).run(second -> {});
  }

  private static void expectFlawless(LoadResult result) {
    assertThat(result.failures()).as(result.errors().toString()).isZero();
    assertThat(result.statuses()[2]).isEqualTo(result.answers());
    assertThat(result.answers()).isGreaterThan(100);
    assertThat(result.latencies().getMinValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void countsWhatPortyAnswers(int streams) throws Exception {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port(), "log_requests = false")) {
      LoadResult result = run(porty.port(), request("", "x-a", "b"), 2, streams);
      expectFlawless(result);
      assertThat(result.bytes()).isGreaterThan(5 * result.answers());
    }
  }

  @Test
  void contentIsSentAsWindowsAllow() throws Exception {
    String body = "x".repeat(200_000);
    Set<Integer> lengths = ConcurrentHashMap.newKeySet();
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    lengths.add(connection.message().body().length());
                    connection.send(OK);
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port(), "log_requests = false")) {
      LoadResult result =
          run(porty.port(), request(body, "content-length", "" + body.length()), 1, 4);
      assertThat(result.failures()).as(result.errors().toString()).isZero();
      assertThat(result.answers()).isGreaterThan(3);
      assertThat(lengths).contains(body.length());
    }
  }

  /** Porty drains a connection after so many requests: the load goes on with another one. */
  @Test
  void aConnectionThatTheServerLeavesIsReplaced() throws Exception {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty =
            Http2Porty.to(backend.port(), "log_requests = false", "keepalive_requests = 20")) {
      expectFlawless(run(porty.port(), request(""), 2, 4));
      assertThat(porty.reached("streams_in_life")).isGreaterThan(2);
    }
  }

  @Test
  void aFixedRateIsKept() throws Exception {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port(), "log_requests = false")) {
      LoadPlan.Traffic traffic = new LoadPlan.Traffic.Http2(request(""), 8);
      LoadResult result = run(porty.port(), traffic, 1, 300, 5_000);
      // What is due in the last instant may be left: the load ends then.
      long unsent = result.errors().get(LoadError.UNSENT);
      assertThat(result.failures() - unsent).as(result.errors().toString()).isZero();
      // Those of the second, and on a busy machine those that were due in the warm-up.
      assertThat(result.answers()).isBetween(250L, 910L);
    }
  }

  /** Every request is decoded by another implementation, with the table that the load fills. */
  @Test
  void headerBlocksSayTheSameWithAndWithoutTheServersTable() throws Exception {
    try (Http2Backend usual = Http2Backend.ok("hello");
        Http2Backend without =
            Http2Backend.running(
                connection -> {
                  connection.begin(new byte[] {0, HEADER_TABLE_SIZE, 0, 0, 0, 0});
                  while (true) {
                    connection.respond(connection.request().stream(), "hello");
                  }
                })) {
      for (Http2Backend backend : List.of(usual, without)) {
        assertThat(run(backend.port(), request("", "x-a", "b"), 1, 4).failures()).isZero();
        assertThat(backend.requests())
            .hasSizeGreaterThan(100)
            .allSatisfy(
                one ->
                    assertThat(one.fields())
                        .containsExactly(
                            ":method=GET",
                            ":scheme=http",
                            ":authority=a.example",
                            ":path=/x?y=1",
                            "x-a=b"));
      }
    }
  }

  @Test
  void theServersLimitOfStreamsIsKeptAndReached() throws Exception {
    AtomicInteger most = new AtomicInteger();
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.begin(new byte[] {0, MAX_CONCURRENT_STREAMS, 0, 0, 0, 3});
              List<Integer> open = new ArrayList<>();
              while (true) {
                open.add(connection.request().stream());
                most.accumulateAndGet(open.size(), Math::max);
                if (open.size() == 3) {
                  for (int stream : open) {
                    connection.head(stream, false, ":status=103");
                    connection.head(stream, false, ":status=202");
                    connection.data(stream, "abc", false);
                    connection.head(stream, true, "x-trailer=1");
                  }
                  open.clear();
                }
              }
            })) {
      LoadResult result = run(backend.port(), request(""), 1, 50);
      expectFlawless(result);
      assertThat(most).hasValue(3);
    }
  }

  @Test
  void failuresAreCountedByKind() throws Exception {
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.begin();
              while (true) {
                int stream = connection.request().stream();
                switch (stream / 2 % 4) {
                  case 0 -> connection.reset(stream, INTERNAL_ERROR);
                  case 1 -> connection.reset(stream, REFUSED_STREAM);
                  case 2 -> connection.respond(stream, "ok");
                  default -> {}
                }
              }
            })) {
      LoadPlan.Traffic traffic = new LoadPlan.Traffic.Http2(request(""), 1);
      LoadResult result = run(backend.port(), traffic, 1, 0, 200);
      assertThat(result.errors().get(LoadError.RESET)).isPositive();
      assertThat(result.errors().get(LoadError.REFUSED)).isPositive();
      assertThat(result.errors().get(LoadError.TIMEOUT)).isPositive();
      assertThat(result.answers()).isPositive();
    }
  }

  @Test
  void streamsAboveTheLastOneAreRefusedAndThoseBelowAnswered() throws Exception {
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.begin();
              int first = connection.request().stream();
              connection.request();
              connection.goAway(first, 0);
              connection.respond(first, "ok");
              connection.frame(); // until the client closes
            })) {
      LoadResult result = run(backend.port(), request(""), 1, 2);
      assertThat(result.answers()).isPositive();
      assertThat(result.errors().get(LoadError.REFUSED))
          .isBetween(result.answers() - 1, result.answers() + 1);
      assertThat(result.failures()).isEqualTo(result.errors().get(LoadError.REFUSED));
    }
  }

  @Test
  void aConnectionThatIsCutFailsAllItsRequests() throws Exception {
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.begin();
              connection.request();
              connection.request();
            })) {
      LoadResult result = run(backend.port(), request(""), 1, 2);
      assertThat(result.answers()).isZero();
      assertThat(result.errors().get(LoadError.CLOSED) + result.errors().get(LoadError.RESET))
          .isEqualTo(result.failures())
          .isGreaterThan(10);
    }
  }

  @Test
  void aServerOfHttp1IsTold() throws Exception {
    try (Backend backend =
        Backend.running(
            connection ->
                connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))) {
      LoadResult result = run(backend.port(), request(""), 1, 2);
      assertThat(result.answers()).isZero();
      assertThat(result.errors().get(LoadError.NO_HTTP2)).isEqualTo(result.failures());
      assertThat(result.failures()).isBetween(1L, 200L);
    }
  }
}
