package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/2 clients to HTTP/1.1 backends, from head to access log record. */
@ExtendWith(LeakCensus.class)
class Http2ExchangeTest {

  private static final int CANCEL = 8;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static String status(Http2Client client, int stream) {
    return client.until("STATUS " + stream).stream()
        .filter(event -> event.startsWith("STATUS " + stream))
        .reduce((first, second) -> second)
        .orElse("");
  }

  // Requests

  @Test
  void aRequestIsTranslated() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/a/b?c=d", "x-y=Z", "cookie=a=1", "te=trailers", "cookie=b=2", "accept=*/*");
      client.until("END 1");
      Wire.Message request = backend.requests().get(0);
      assertThat(request.startLine()).isEqualTo("GET /a/b?c=d HTTP/1.1");
      assertThat(request.all("cookie")).containsExactly("a=1; b=2");
      assertThat(request.first("x-y")).isEqualTo("Z");
      assertThat(request.first("x-forwarded-host")).isEqualTo("a.example");
      assertThat(request.first("x-forwarded-proto")).isEqualTo("http");
      assertThat(request.first("via")).startsWith("2 ");
      assertThat(request.all("host")).hasSize(1);
      assertThat(request.all("content-length")).isEmpty();
      assertThat(request.all("transfer-encoding")).isEmpty();
      assertThat(request.fields()).noneMatch(field -> field.startsWith(":"));
    }
  }

  @Test
  void aBodyOfADeclaredLengthKeepsItAndOneWithoutIsChunked() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/1", "content-length=5").data(1, "ab", false).data(1, "cde", true);
      client.until("END 1");
      client.post(3, "/3").data(3, "ab", false).data(3, "cde", true);
      client.until("END 3");
      assertThat(backend.requests().get(0).first("content-length")).isEqualTo("5");
      assertThat(backend.requests().get(0).body()).isEqualTo("abcde");
      assertThat(backend.requests().get(1).first("transfer-encoding")).isEqualTo("chunked");
      assertThat(backend.requests().get(1).body()).isEqualTo("abcde");
    }
  }

  @Test
  void trailersPassBothWaysWithoutFieldsOfFraming() throws Exception {
    StringBuilder seen = new StringBuilder();
    CountDownLatch read = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  String line;
                  int empty = 0;
                  while (empty < 1) {
                    line = connection.line();
                    seen.append(line).append('|');
                    empty += line.isEmpty() ? 1 : 0;
                  }
                  read.countDown();
                  connection.send(
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 9\r\nContent-Length: 3\r\n\r\n");
                  connection.head();
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/").data(1, "abc", false);
      client.frame(Http2Client.HEADERS, 5, 1, Http2Client.block("x-sum=7", "content-length=9"));
      assertThat(client.until("END 1")).contains("TRAILERS 1 x-sum=9").contains("DATA 1 2");
      assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(seen.toString().toLowerCase(java.util.Locale.ROOT))
          .isEqualTo("3|abc|0|x-sum: 7||");
    }
  }

  @Test
  void trailersBehindADeclaredLengthAreDropped() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/", "content-length=3").data(1, "abc", false);
      client.frame(Http2Client.HEADERS, 5, 1, Http2Client.block("x-sum=7"));
      client.until("END 1");
      client.get(3, "/");
      client.until("END 3");
      assertThat(backend.requests().get(0).body()).isEqualTo("abc");
      assertThat(backend.requests().get(1).startLine()).startsWith("GET");
    }
  }

  @Test
  void expectIsPassedOnAndAnsweredByTheBackend() throws Exception {
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message head = connection.head();
                  assertThat(head.first("expect")).isEqualTo("100-continue");
                  connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                  connection.bytes(3);
                  connection.send(OK);
                  connection.head();
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/", "content-length=3", "expect=100-continue");
      assertThat(status(client, 1)).startsWith("STATUS 1 100");
      assertThat(client.events()).doesNotContain("END 1");
      client.data(1, "abc", true);
      client.until("END 1");
      assertThat(status(client, 1)).startsWith("STATUS 1 200");
    }
  }

  // Responses

  @Test
  void interimResponsesPass() {
    try (Backend backend =
            Backend.answering(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                    + OK);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      assertThat(client.until("END 1"))
          .filteredOn(event -> event.startsWith("STATUS"))
          .extracting(event -> event.substring(0, Math.min(event.length(), 21)).strip())
          .satisfiesExactly(
              first -> assertThat(first).isEqualTo("STATUS 1 103 link=</a"),
              second -> assertThat(second).isEqualTo("STATUS 1 102"),
              third -> assertThat(third).startsWith("STATUS 1 200"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD,HTTP/1.1 200 OK|Content-Length: 12345,200 content-length=12345",
    "GET,HTTP/1.1 204 No Content,204",
    "GET,HTTP/1.1 304 Not Modified|Content-Length: 12345,304 content-length=12345",
    "GET,HTTP/1.1 200 OK|Content-Length: 0,200 content-length=0"
  })
  void aResponseWithoutContentEndsWithItsHead(String method, String response, String expected) {
    try (Backend backend = Backend.answering(response.replace("|", "\r\n") + "\r\n\r\n");
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      for (int stream = 1; stream <= 5; stream += 2) {
        client.request(stream, true, method, "/");
        client.until("END " + stream);
        assertThat(status(client, stream)).startsWith("STATUS " + stream + " " + expected);
      }
      assertThat(client.events()).noneMatch(event -> event.matches("(DATA|RST|GOAWAY).*"));
      assertThat(backend.accepted()).as("the backend's connection is used again").isOne();
    }
  }

  @Test
  void hopByHopFieldsAndTheReasonDoNotPass() {
    try (Backend backend =
            Backend.answering(
                "HTTP/1.1 200 Fine\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nUpgrade: h2c\r\nProxy-Connection: a\r\nX-Stays: A\r\nContent-Length: 2\r\n\r\nok");
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      client.until("END 1");
      assertThat(status(client, 1))
          .contains(" x-stays=A")
          .doesNotContain("hop", "keep-alive", "upgrade", "proxy-connection", "Fine");
    }
  }

  @Test
  void aBodyUntilCloseEndsItsStream() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      client.until("END 1");
      assertThat(client.body()).isEqualTo("all of it");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nsome",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n"
      })
  void aBodyThatIsCutResetsItsStreamBehindWhatHasCome(String response) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(response);
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      assertThat(client.until("RST 1")).contains("RST 1 INTERNAL_ERROR").doesNotContain("END 1");
      assertThat(client.body()).isEqualTo("some");
      JsonObject record = porty.records(1).get(0);
      assertThat(record.get("error").getAsString()).isEqualTo("truncated_response");
      client.ping();
      assertThat(client.until("PONG")).contains("PONG");
    }
  }

  @Test
  void ownErrorsAreAnsweredOnTheirStream() {
    try (Backend gone = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(gone.port(), "max_retries = 0");
        Http2Client client = porty.connect()) {
      gone.close();
      client.get(1, "/");
      client.until("END 1");
      assertThat(status(client, 1))
          .startsWith("STATUS 1 502")
          .contains("x-porty-error=connect_refused");
      client.ping();
      assertThat(client.until("PONG")).contains("PONG");
    }
  }

  // Early responses and limits of bodies

  @Test
  void aResponseBeforeTheRequestsEndResetsTheRestWithNoError() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(
                      "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/").data(1, "some", false);
      assertThat(client.until("RST 1")).containsSubsequence("DATA 1 2", "END 1", "RST 1 NO_ERROR");
      client.data(1, "late", false).data(1, "r", true).ping();
      assertThat(client.until("PONG")).contains("PONG").noneMatch(e -> e.startsWith("GOAWAY"));
    }
  }

  @Test
  void contentBehindAnEarlyResponseGivesTheConnectionsWindowBack() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port(), "max_body_bytes = 10");
        Http2Client client = porty.connect()) {
      client.until("WINDOW 0");
      client.events().clear();
      for (int stream = 1; stream <= 41; stream += 2) {
        client.post(stream, "/").data(stream, "x".repeat(16_384), false);
        assertThat(client.until("RST " + stream)).contains("RST " + stream + " NO_ERROR");
        assertThat(status(client, stream)).contains(" 413 ", "x-porty-error=body_too_large");
        client.data(stream, "x".repeat(16_384), false).data(stream, "x".repeat(16_384), true);
      }
      // 20 * 48 KB is more than half of the window.
      assertThat(client.until("WINDOW 0")).contains("WINDOW 0");
    }
  }

  @Test
  void aBodyAsLongAsItsLimitPasses() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port(), "max_body_bytes = 10");
        Http2Client client = porty.connect()) {
      client.post(1, "/").data(1, "x".repeat(10), true);
      client.until("END 1");
      assertThat(status(client, 1)).startsWith("STATUS 1 200");
      client.post(3, "/", "content-length=11");
      client.until("END 3");
      assertThat(status(client, 3)).startsWith("STATUS 3 413");
    }
  }

  // Resets

  @ParameterizedTest
  @ValueSource(strings = {"waiting", "uploading", "reading"})
  void aResetOfTheClientEndsTheBackendsRequestOnly(String doing) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message head = connection.head();
                  if (head.target().equals("/other")) {
                    connection.send(OK);
                    connection.head();
                  }
                  if (doing.equals("reading")) {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
                  }
                  connection.isEnded();
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.request(1, !doing.equals("uploading"), "POST", "/");
      if (doing.equals("uploading")) {
        client.data(1, "some", false);
      }
      if (doing.equals("reading")) {
        client.until("DATA 1");
      }
      await().until(() -> backend.open() == 1);
      client.reset(1, CANCEL);
      await().until(() -> backend.open() == 0);
      client.get(3, "/other");
      client.until("END 3");
      assertThat(status(client, 3)).startsWith("STATUS 3 200");
      List<JsonObject> records = porty.records(2);
      assertThat(records.get(0).get("error").getAsString()).isEqualTo("client_closed");
      assertThat(records.get(0).get("version").getAsString()).isEqualTo("HTTP/2");
      assertThat(records.get(0).get("status").getAsInt()).isEqualTo(499);
      assertThat(records.get(1).get("error")).isNull();
      assertThat(records.get(1).get("status").getAsInt()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatGoesEndsAllItsRequests() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.isEnded();
                });
        Http2Porty porty = Http2Porty.to(backend.port())) {
      try (Http2Client client = porty.connect()) {
        for (int stream = 1; stream <= 19; stream += 2) {
          client.get(stream, "/" + stream);
        }
        await().until(() -> backend.open() == 10);
      }
      await().until(() -> backend.open() == 0);
      assertThat(porty.records(10))
          .allMatch(record -> record.get("error").getAsString().equals("client_closed"));
      porty.awaitRest();
    }
  }

  @Test
  void aClientThatEndsItsHalfIsStillAnswered() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  ended.await();
                  connection.send(OK);
                  connection.head();
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      await().until(() -> backend.open() == 1);
      client.endOutput();
      ended.countDown();
      assertThat(client.until("CLOSED")).contains("END 1", "CLOSED");
      assertThat(status(client, 1)).startsWith("STATUS 1 200");
    }
  }

  @Test
  void aClientThatEndsItsHalfCountsAsGoneIfTheRouteSaysSo() throws Exception {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.isEnded();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), "half_closed_clients = \"abort\"");
        Http2Client client = porty.connect()) {
      client.get(1, "/").ping();
      client.until("PONG");
      await().until(() -> backend.open() == 1);
      client.endOutput();
      await().atMost(java.time.Duration.ofSeconds(5)).until(() -> backend.open() == 0);
      assertThat(porty.records(1).get(0).get("error").getAsString()).isEqualTo("client_closed");
      assertThat(client.until("CLOSED")).contains("CLOSED");
    }
  }

  @ParameterizedTest
  @CsvSource({"content-length=2,abc,PROTOCOL_ERROR", "content-length=9,abc,PROTOCOL_ERROR"})
  void aBodyThatContradictsItsLengthNeverReachesTheBackendComplete(
      String field, String body, String error) throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  String rest = "";
                  try {
                    rest = connection.rest();
                  } catch (java.io.UncheckedIOException e) {
                    rest = "reset";
                  }
                  if (rest.length() != Integer.parseInt(field.substring(15))) {
                    cut.countDown();
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/", field);
      await().until(() -> backend.open() == 1);
      client.data(1, body, true);
      assertThat(client.until("RST 1")).contains("RST 1 " + error);
      assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(porty.records(1).get(0).get("error").getAsString()).isEqualTo("bad_request");
    }
  }

  @Test
  void everyStreamHasARecordOfItsOwn() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      for (int stream = 1; stream <= 9; stream += 2) {
        client.get(stream, "/" + stream);
      }
      for (int stream = 1; stream <= 9; stream += 2) {
        client.until("END " + stream);
      }
      assertThat(porty.records(5))
          .allSatisfy(
              record -> {
                assertThat(record.get("version").getAsString()).isEqualTo("HTTP/2");
                assertThat(record.get("status").getAsInt()).isEqualTo(200);
              })
          .extracting(record -> record.get("uri").getAsString())
          .containsExactlyInAnyOrder("/1", "/3", "/5", "/7", "/9");
    }
  }

  @Test
  void recordsNameTheConnectionAndTheStream() {
    try (Backend backend = Backend.answering(OK);
        Http2Porty porty = Http2Porty.to(backend.port())) {
      for (int connection = 0; connection < 2; connection++) {
        try (Http2Client client = porty.connect()) {
          for (int stream = 1; stream <= 5; stream += 2) {
            client.get(stream, "/").until("END " + stream);
            if (stream == 3) {
              porty.reload(backend.port(), "trace = \"start\"");
            }
          }
        }
        try (RawClient client = RawClient.to(porty.port())) {
          client.get("/");
          porty.reload(backend.port());
          client.get("/");
        }
      }
      List<JsonObject> records = porty.records(10);
      assertThat(records.stream().map(record -> number(record, "stream")))
          .containsExactly(1L, 3L, 5L, 0L, 0L, 1L, 3L, 5L, 0L, 0L);
      List<Long> connections =
          records.stream().map(record -> number(record, "connection")).toList();
      assertThat(connections.subList(0, 3)).containsOnly(number(records.get(0), "id"));
      assertThat(connections.subList(3, 5)).containsOnly(number(records.get(3), "id"));
      assertThat(connections.subList(5, 8)).containsOnly(number(records.get(5), "id"));
      assertThat(connections.subList(8, 10)).containsOnly(number(records.get(8), "id"));
    }
  }

  private static long number(JsonObject record, String name) {
    return record.has(name) ? record.get(name).getAsLong() : 0;
  }
}
