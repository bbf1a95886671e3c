package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/1.1 clients to backends that speak HTTP/2 ({@code h2c://}). */
@ExtendWith(LeakCensus.class)
class Http2BackendTest {

  private static final int REFUSED_STREAM = 7;
  private static final int CANCEL = 8;
  private static final int INTERNAL_ERROR = 2;

  @TempDir Path folder;

  /** All clients have one pool. */
  private static RunningPorty oneLoop(Http2Backend backend) {
    return start("event_loops = 1\n", backend);
  }

  private static RunningPorty porty(Http2Backend backend, String... lines) {
    return start("", backend, lines);
  }

  private static RunningPorty start(String global, Http2Backend backend, String... lines) {
    return RunningPorty.start(
        global
            + "log_requests = false\n[[routes]]\nname = \"h2\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
            + backend.target()
            + "\"\n"
            + String.join("\n", lines)
            + "\n");
  }

  private static void expect(Wire.Message answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.first("X-Porty-Error")).isEqualTo(error);
  }

  /** The connection ends without the end of the message. */
  private static void expectCut(RawClient client) {
    String rest;
    try {
      rest = client.rest();
    } catch (UncheckedIOException e) {
      return; // a reset
    }
    assertThat(rest).doesNotEndWith("0\r\n\r\n").hasSizeLessThan(7 + "3\r\n\r\n".length());
  }

  // The request

  @Test
  void aRequestIsTranslated() {
    try (Http2Backend backend = Http2Backend.ok("hello");
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(
          "GET /a/b?c=d HTTP/1.1\r\nHost: a.test\r\nX-Mixed-Case: Value\r\nCookie: a=1; b=2\r\nTE: trailers, gzip\r\nConnection: keep-alive, x-gone, te\r\nKeep-Alive: 5\r\nX-Gone: 1\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("hello");
      List<String> fields = backend.requests().get(0).fields();
      assertThat(fields)
          .startsWith(
              ":method=GET",
              ":scheme=http",
              ":path=/a/b?c=d",
              ":authority=127.0.0.1:" + backend.port())
          .contains(
              "x-mixed-case=Value", "cookie=a=1; b=2", "te=trailers", "x-forwarded-host=a.test")
          .noneMatch(
              field ->
                  field.matches(
                      "(?i)(host|connection|keep-alive|x-gone|transfer-encoding|upgrade)=.*"))
          .allMatch(field -> field.substring(0, field.indexOf('=')).matches("[^A-Z]+"));
    }
  }

  /** RFC 9113 section 8.2.1: HTTP/1.1 allows white space around a value, HTTP/2 does not. */
  @Test
  void whiteSpaceAroundAValueIsNotPassed() {
    try (Http2Backend backend = Http2Backend.ok("hello");
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: \t b c \t\r\nX-B:  \r\n\r\n");
      assertThat(client.message().status()).isEqualTo(200);
      assertThat(backend.requests().get(0).fields()).contains("x-a=b c", "x-b=");
    }
  }

  /** grpc-go estimates the bandwidth with a PING for each DATA frame that it gets. */
  @Test
  void aPingForEachDataFrameIsNoFlood() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    Http2Backend.Frame frame = connection.frame();
                    if (frame.type() == Http2Client.DATA) {
                      connection.send(Http2Client.PING, 0, 0, new byte[8]);
                    }
                    Http2Backend.Request request = connection.take(frame);
                    if (request != null) {
                      connection.respond(request.stream(), "ok");
                    }
                  }
                });
        RunningPorty porty = oneLoop(backend);
        RawClient client = porty.connect()) {
      for (int i = 0; i < 300; i++) {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        assertThat(client.message().status()).isEqualTo(200);
      }
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  @Test
  void theBodyOfADeclaredLengthIsForwarded() {
    try (Http2Backend backend = Http2Backend.ok("ok");
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde");
      assertThat(client.message().body()).isEqualTo("ok");
      Http2Backend.Request request = backend.requests().get(0);
      assertThat(request.body()).isEqualTo("abcde");
      assertThat(request.fields()).contains(":method=POST", "content-length=5");
    }
  }

  @Test
  void aChunkedBodyAndItsTrailersAreForwarded() {
    try (Http2Backend backend = Http2Backend.ok("ok");
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("ok");
      Http2Backend.Request request = backend.requests().get(0);
      assertThat(request.body()).isEqualTo("abcde");
      assertThat(request.trailers()).containsExactly("x-sum=7");
      assertThat(request.fields()).noneMatch(field -> field.startsWith("transfer-encoding"));
    }
  }

  @Test
  void aLargeUploadKeepsToTheBackendsWindows() throws Exception {
    int size = 1_000_000;
    CountDownLatch stalled = new CountDownLatch(1);
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  int got = 0;
                  boolean waited = false;
                  Http2Backend.Request request = null;
                  while (request == null) {
                    Http2Backend.Frame frame = connection.frame();
                    request = connection.take(frame);
                    if (frame.type() == Http2Client.DATA) {
                      got += frame.payload().length;
                      if (got > 65_535 && !waited) {
                        throw new IllegalStateException("more than the window");
                      }
                      if (got == 65_535) {
                        waited = true;
                        stalled.await(10, TimeUnit.SECONDS);
                        connection.window(frame.stream(), 2_000_000);
                      }
                    }
                  }
                  connection.respond(request.stream(), "" + request.body().length());
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
      Thread sender = new Thread(() -> client.send("x".repeat(size)));
      sender.start();
      stalled.countDown();
      assertThat(client.message().body()).isEqualTo("" + size);
      sender.join();
    }
  }

  // The response

  @Test
  void aResponseWithoutALengthIsChunkedWithItsTrailers() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  int stream = connection.request().stream();
                  connection.head(stream, false, ":status=200", "content-type=text/plain");
                  connection.data(stream, "abc", false);
                  connection.data(stream, "de", false);
                  connection.head(stream, true, "x-sum=7");
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: te\r\n\r\n");
      Wire.Message answer = client.message();
      assertThat(answer.startLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(answer.first("Transfer-Encoding")).isEqualTo("chunked");
      assertThat(answer.body()).isEqualTo("abcde");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET,200,0", "GET,404,0", "GET,204,", "GET,304,", "HEAD,200,"})
  void aResponseThatEndsWithItsHeadHasNoBody(String method, int status, String length) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    int stream = connection.request().stream();
                    connection.head(stream, true, ":status=" + status, "x-a=b");
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        Wire.Message head = client.head();
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.first("x-a")).isEqualTo("b");
        assertThat(head.first("Content-Length")).isEqualTo(length);
      }
    }
  }

  @Test
  void theLengthInAnAnswerToHeadIsKept() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  int stream = connection.request().stream();
                  connection.head(stream, true, ":status=200", "content-length=5000");
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().first("Content-Length")).isEqualTo("5000");
    }
  }

  @Test
  void interimResponsesAreForwarded() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  int stream = connection.request().stream();
                  connection.head(stream, false, ":status=103", "link=</a>");
                  connection.respond(stream, "ok");
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().startLine()).isEqualTo("HTTP/1.1 103 Early Hints");
      assertThat(client.message().body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-a=b",
        ":status=200 :status=200",
        ":status=200 Upper=x",
        ":status=200 connection=close",
        ":status=200 transfer-encoding=chunked",
        ":status=101",
        ":status=20",
        ":status=2000",
        ":status=abc",
        ":status=200 :path=/",
        "x-a=b :status=200",
        ":status=200 content-length=1 content-length=2",
        ":status=200 content-length=x",
        ":status=200 bad(name=x",
        ":status=200 =x"
      })
  void aMalformedResponseHeadIsRefused(String fields) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    int stream = connection.request().stream();
                    connection.head(stream, false, fields.split(" "));
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      expect(client.get("/"), 502, "backend_invalid");
      assertThat(backend.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"3,false", "7,true"})
  void contentThatContradictsItsLengthCutsTheResponse(int length, boolean ends) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  int stream = connection.request().stream();
                  connection.head(stream, false, ":status=200", "content-length=" + length);
                  connection.data(stream, "abcde", ends);
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      expectCut(client);
    }
  }

  @Test
  void aResetInTheMiddleCutsTheResponse() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  int stream = connection.request().stream();
                  connection.head(stream, false, ":status=200");
                  connection.data(stream, "abc", false);
                  connection.reset(stream, INTERNAL_ERROR);
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      expectCut(client);
    }
  }

  // The pool

  @Test
  void aBurstOfRequestsSharesOneConnection() throws Exception {
    int clients = 30;
    CountDownLatch all = new CountDownLatch(clients);
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  List<Integer> streams = new ArrayList<>();
                  while (true) {
                    streams.add(connection.request().stream());
                    all.countDown();
                    if (all.getCount() == 0) {
                      for (int stream : streams) {
                        connection.respond(stream, "ok");
                      }
                      streams.clear();
                    }
                  }
                });
        RunningPorty porty = oneLoop(backend)) {
      List<RawClient> open = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        open.add(porty.connect().send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      for (RawClient client : open) {
        assertThat(client.message().body()).isEqualTo("ok");
        client.close();
      }
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"256, 1", "257, 2"})
  void aConnectionHasAtMost256Streams(int clients, int connections) {
    List<RawClient> open = new ArrayList<>();
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    connection.request();
                  }
                });
        RunningPorty porty = oneLoop(backend)) {
      for (int i = 0; i < clients; i++) {
        open.add(porty.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      await().until(() -> backend.requests().size() == clients);
      assertThat(backend.accepted()).isEqualTo(connections);
    } finally {
      open.forEach(RawClient::close);
    }
  }

  @Test
  void theBackendsLimitOfStreamsIsKept() throws Exception {
    AtomicInteger most = new AtomicInteger();
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    byte[] two = {0, 3, 0, 0, 0, 2};
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  AtomicInteger open = new AtomicInteger();
                  connection.begin(two);
                  while (true) {
                    int stream = connection.request().stream();
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    later.schedule(
                        () -> {
                          open.decrementAndGet();
                          connection.respond(stream, "ok");
                          return true;
                        },
                        50,
                        TimeUnit.MILLISECONDS);
                  }
                });
        RunningPorty porty = oneLoop(backend)) {
      List<RawClient> open = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        open.add(porty.connect().send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      for (RawClient client : open) {
        assertThat(client.message().body()).isEqualTo("ok");
        client.close();
      }
      assertThat(most.get()).isEqualTo(2);
    } finally {
      later.shutdownNow();
    }
  }

  @Test
  void streamsCountAgainstTheLimitOfConnections() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  connection.request();
                });
        RunningPorty porty =
            porty(backend, "upstream_max_connections = 1", "upstream_max_queue = 0");
        RawClient first = porty.connect();
        RawClient second = porty.connect()) {
      first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> backend.requests().size() == 1);
      expect(second.get("/"), 503, "upstream_overloaded");
    }
  }

  @Test
  void aSlowClientDoesNotStopTheOthers() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    Http2Backend.Request request = connection.request();
                    int stream = request.stream();
                    if (request.fields().contains(":path=/large")) {
                      connection.head(stream, false, ":status=200");
                      connection.data(stream, "x".repeat(16_000), false);
                      connection.data(stream, "x".repeat(16_000), false);
                      connection.data(stream, "x".repeat(16_000), false);
                      connection.data(stream, "x".repeat(16_000), false);
                    } else {
                      connection.respond(stream, "ok");
                    }
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient slow = porty.connect();
        RawClient fast = porty.connect()) {
      slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      slow.head();
      for (int i = 0; i < 20; i++) {
        assertThat(fast.get("/small").body()).isEqualTo("ok");
      }
    }
  }

  @Test
  void aClientThatLeavesResetsItsStreamOnly() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    Http2Backend.Request request = connection.take(connection.frame());
                    if (request != null && request.fields().contains(":path=/fast")) {
                      connection.respond(request.stream(), "ok");
                    }
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient other = porty.connect()) {
      RawClient leaving = porty.connect().send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> backend.requests().size() == 1);
      leaving.reset();
      await().untilAsserted(() -> assertThat(backend.seen()).contains("RST 1 " + CANCEL));
      assertThat(other.get("/fast").body()).isEqualTo("ok");
    }
  }

  // Refusals

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void aRefusedStreamIsTriedOnceMoreOnAnotherConnection(String method) {
    AtomicInteger connections = new AtomicInteger();
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  boolean refuses = connections.getAndIncrement() == 0;
                  connection.begin();
                  while (true) {
                    int stream = connection.request().stream();
                    if (refuses) {
                      connection.reset(stream, REFUSED_STREAM);
                    } else {
                      connection.respond(stream, "second");
                    }
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("second");
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @Test
  void aRequestThatIsRefusedTwiceGets503() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    connection.reset(connection.request().stream(), REFUSED_STREAM);
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      expect(client.get("/"), 503, "backend_refused");
      assertThat(backend.requests()).hasSize(2);
    }
  }

  @Test
  void aRefusedUploadIsNotTriedAgain() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    connection.reset(connection.request().stream(), REFUSED_STREAM);
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
      expect(client.message(), 503, "backend_refused");
      assertThat(backend.requests()).hasSize(1);
    }
  }

  @Test
  void streamsAboveTheLastOneOfGoawayAreTriedAgainAndOthersFinish() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  boolean first = connections.getAndIncrement() == 0;
                  connection.begin();
                  int stream = connection.request().stream();
                  if (first) {
                    int refused = connection.request().stream();
                    connection.goAway(stream, 0);
                    Thread.sleep(100);
                    connection.respond(stream, "old");
                    assertThat(refused).isGreaterThan(stream);
                  } else {
                    connection.respond(stream, "new");
                  }
                  while (true) {
                    connection.respond(connection.request().stream(), "later");
                  }
                });
        RunningPorty porty = oneLoop(backend);
        RawClient one = porty.connect();
        RawClient two = porty.connect()) {
      one.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> backend.requests().size() == 1);
      two.send("POST /2 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(two.message().body()).isEqualTo("new");
      assertThat(one.message().body()).isEqualTo("old");
      assertThat(one.get("/3").body()).isEqualTo("later");
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @Test
  void anIdleConnectionThatTheBackendClosesCostsNoRequest() {
    AtomicInteger connections = new AtomicInteger();
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  boolean first = connections.getAndIncrement() == 0;
                  connection.begin();
                  connection.respond(connection.request().stream(), "ok");
                  if (!first) {
                    connection.respond(connection.request().stream(), "ok");
                    connection.request();
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("ok");
      }
    }
  }

  // Metrics

  @Test
  void connectionsStreamsAndErrorsAreCounted() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.reset(connection.request().stream(), INTERNAL_ERROR);
                  while (true) {
                    connection.frame();
                  }
                });
        Http2Porty porty = Http2Porty.to(backend);
        RawClient first = RawClient.to(porty.port());
        RawClient second = RawClient.to(porty.port())) {
      expect(first.get("/"), 502, "backend_closed");
      second.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await()
          .untilAsserted(
              () -> assertThat(porty.metric("porty_upstream_h2_streams", "")).isEqualTo(1));
      assertThat(porty.metric("porty_upstream_h2_connections", "")).isEqualTo(1);
      assertThat(
              porty.metric(
                  "porty_upstream_h2_resets_total", "by=\"backend\",code=\"internal_error\""))
          .isEqualTo(1);
      second.reset();
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          porty.metric(
                              "porty_upstream_h2_resets_total", "by=\"porty\",code=\"cancel\""))
                      .isEqualTo(1));
      assertThat(porty.metric("porty_upstream_h2_streams", "")).isZero();
    }
  }

  // Backends that break the protocol

  @Test
  void aBackendOfHttp1IsNamed() throws IOException {
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.preface();
              connection.raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
              connection.frame();
            })) {
      assertThat(reasonOf502(backend.target())).contains("the backend speaks HTTP/1 on this port");
    }
  }

  @Test
  void aBackendThatSpeaksSomethingElseIsNotOneOfHttp2() throws IOException {
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.preface();
              connection.raw("<!DOCTYPE html><title>Bad request</title>");
              connection.frame();
            })) {
      assertThat(reasonOf502(backend.target())).contains("the backend does not speak HTTP/2");
    }
  }

  @Test
  void aBackendOfHttp2IsNamed() throws IOException {
    try (Http2Backend backend =
        Http2Backend.running(
            connection -> {
              connection.send(Http2Client.SETTINGS, 0, 0);
              connection.frame();
            })) {
      assertThat(reasonOf502("127.0.0.1:" + backend.port()))
          .contains("the backend speaks HTTP/2 on this port, which is for a target h2c://");
    }
  }

  /** What the access log says. */
  private String reasonOf502(String target) throws IOException {
    Path log = folder.resolve("access.log");
    try (RunningPorty porty =
            RunningPorty.start(
                "log_output = \""
                    + log
                    + "\"\n[[routes]]\nname = \"h2\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
                    + target
                    + "\"\n");
        RawClient client = porty.connect()) {
      expect(client.get("/"), 502, "backend_invalid");
    }
    return Files.readString(log);
  }

  @ParameterizedTest
  @CsvSource({
    "a PUSH_PROMISE,5,4,1",
    "DATA on an idle stream,0,0,99",
    "HEADERS on an idle stream,1,4,99",
    "RST_STREAM on an idle stream,3,0,99",
    "CONTINUATION alone,9,4,1",
    "a WINDOW_UPDATE of 0,8,0,0"
  })
  void aBreachOfTheProtocolEndsTheConnection(String what, int type, int flags, int stream) {
    byte[] payload = type == 8 || type == 3 ? new byte[4] : new byte[8];
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  connection.send(type, flags, stream, payload);
                  while (true) {
                    connection.frame();
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      expect(client.get("/"), 502, "backend_invalid");
      await().untilAsserted(() -> assertThat(backend.seen()).anyMatch(s -> s.startsWith("GOAWAY")));
    }
  }

  @Test
  void aFloodOfPingsEndsTheConnection() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  for (int i = 0; i < 200; i++) {
                    connection.send(Http2Client.PING, 0, 0, new byte[8]);
                  }
                  while (true) {
                    connection.frame();
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      expect(client.get("/"), 502, "backend_invalid");
      expect(client.get("/"), 502, "backend_invalid");
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @Test
  void aBackendThatRefusesConnectionsIsToldAsAnyOther() {
    int port;
    try (Http2Backend gone = Http2Backend.ok("")) {
      port = gone.port();
    }
    try (RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[routes]]\nname = \"h2\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nmax_retries = 0\nrouters = [\"fixed\"]\ntarget = \"h2c://127.0.0.1:"
                    + port
                    + "\"\n");
        RawClient client = porty.connect()) {
      expect(client.get("/"), 502, "connect_refused");
    }
  }
}
