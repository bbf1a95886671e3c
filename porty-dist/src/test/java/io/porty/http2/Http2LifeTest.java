package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a client's connection: draining, reload, time-outs. */
@ExtendWith(LeakCensus.class)
class Http2LifeTest {

  /** Answers /slow once the latch is open, others at once. */
  private static Backend named(String name, CountDownLatch go) {
    return Backend.running(
        connection -> {
          while (true) {
            Wire.Message head = connection.head();
            connection.bodyOf(head);
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + (2 * name.length()) + "\r\n\r\n" + name);
            if (head.target().equals("/slow")) {
              go.await();
            }
            connection.send(name);
          }
        });
  }

  // Draining

  /**
   * Its window can never grow again: what waits for it is dropped at once, not when it times out.
   */
  @Test
  void aClientThatEndsWithItsWindowClosedHoldsNothing() throws Exception {
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.setting(4, 0).get(1, "/").until("STATUS 1");
      client.endOutput();
      assertThat(client.until("CLOSED")).contains("CLOSED");
      porty.awaitRest();
    }
  }

  @Test
  void aDrainedConnectionEndsItsStreamsAndIgnoresThoseBehindTheLastGoaway() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = named("one", go);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/slow");
      client.until("DATA 1");
      Thread stop = new Thread(() -> porty.porty().stop(), "stop");
      stop.start();
      // Until the second GOAWAY new streams are taken.
      assertThat(client.until("GOAWAY")).contains("GOAWAY NO_ERROR 2147483647 ");
      client.get(3, "/");
      client.until("END 3");
      client.events().clear();
      client.until("GOAWAY");
      assertThat(client.events()).contains("GOAWAY NO_ERROR 3 ");
      client.get(5, "/ignored").post(7, "/ignored").data(7, "x".repeat(1000), true).ping();
      client.until("PONG");
      client.events().clear();
      go.countDown();
      client.until("CLOSED");
      assertThat(client.events())
          .contains("END 1", "GOAWAY NO_ERROR 3 ", "CLOSED")
          .noneMatch(event -> event.matches("(STATUS|RST|END) [57].*"));
      stop.join();
    }
  }

  @Test
  void anIdleConnectionIsDrainedWithinTwoSeconds() throws Exception {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      client.until("END 1");
      Thread stop = new Thread(() -> porty.porty().stop(), "stop");
      stop.start();
      assertThat(client.until("CLOSED"))
          .containsSubsequence("GOAWAY NO_ERROR 2147483647 ", "GOAWAY NO_ERROR 1 ", "CLOSED");
      stop.join(10_000);
      assertThat(stop.isAlive()).isFalse();
    }
  }

  @Test
  void aClientsGoawayLetsItsStreamsEnd() {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = named("one", go);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/slow");
      client.until("DATA 1");
      client.frame(Http2Client.GOAWAY, 0, 0, new byte[8]).ping();
      client.until("PONG");
      assertThat(porty.metric("porty_h2_goaways_total", "by=\"client\",code=\"no_error\"")).isOne();
      go.countDown();
      assertThat(client.until("END 1")).contains("END 1");
      assertThat(client.body()).isEqualTo("oneone");
    }
  }

  // Reload

  @Test
  void aReloadKeepsTheConnectionAndTheRunningStreamsOfBefore() {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend one = named("one", go);
        Backend two = named("two", go);
        Http2Porty porty = Http2Porty.to(one.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/slow");
      client.until("DATA 1");
      client.post(3, "/upload").data(3, "a", false);
      await().until(() -> one.open() == 2);
      porty.reload(two.port());
      client.get(5, "/");
      client.until("END 5");
      assertThat(client.body()).isEqualTo("onetwotwo");
      client.data(3, "b", true);
      client.until("END 3");
      assertThat(client.body()).isEqualTo("onetwotwooneone");
      for (int stream = 7; stream <= 15; stream += 2) {
        porty.reload(stream % 4 == 3 ? one.port() : two.port());
        client.get(stream, "/");
        assertThat(client.until("END " + stream)).contains("END " + stream);
        assertThat(client.body()).endsWith(stream % 4 == 3 ? "oneone" : "twotwo");
      }
      go.countDown();
      client.until("END 1");
      assertThat(client.events()).noneMatch(event -> event.matches("(GOAWAY|RST|CLOSED).*"));
      assertThat(porty.metric("porty_h2_connections", "")).isOne();
      assertThat(porty.metric("porty_h2_streams", "")).isZero();
      assertThat(porty.metric("porty_h2_streams_begun_total", "")).isEqualTo(8);
      await().until(() -> one.open() + two.open() <= 1);
    }
  }

  @Test
  void aReloadThatEndsHttp2DrainsItsConnections() {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = named("one", go);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.get(1, "/slow");
      client.until("DATA 1");
      porty.reload(backend.port(), "http2 = false");
      client.until("GOAWAY");
      go.countDown();
      assertThat(client.until("CLOSED")).contains("GOAWAY NO_ERROR 2147483647 ", "END 1", "CLOSED");
      try (Http2Client refused = porty.connect()) {
        assertThat(refused.until("CLOSED")).doesNotContain("SETTINGS");
      }
    }
  }

  // keepalive_requests

  @Test
  void aConnectionIsDrainedAfterItsRequestsAndTheyAreAnswered() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "keepalive_requests = 3");
        Http2Client client = porty.connect()) {
      client.get(1, "/").get(3, "/");
      client.until("END 3");
      client.ping();
      assertThat(client.until("PONG")).noneMatch(event -> event.startsWith("GOAWAY"));
      client.get(5, "/");
      assertThat(client.until("CLOSED"))
          .contains("END 1", "END 3", "END 5")
          .containsSubsequence("GOAWAY NO_ERROR 2147483647 ", "GOAWAY NO_ERROR 5 ", "CLOSED");
    }
  }

  @Test
  void withoutALimitAConnectionIsNotRenewed() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "keepalive_requests = 0");
        Http2Client client = porty.connect()) {
      for (int i = 0; i < 10_100; i++) {
        client.get(2 * i + 1, "/");
        client.until("END " + (2 * i + 1));
        client.events().clear();
      }
      client.ping();
      assertThat(client.until("PONG")).noneMatch(event -> event.startsWith("GOAWAY"));
    }
  }

  // Time-outs

  @Test
  void anIdleConnectionEndsAndPingDoesNotKeepIt() throws IOException {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "keepalive_timeout_seconds = 2");
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      client.until("END 1");
      client.patience(300);
      long start = System.nanoTime();
      while (client.events().stream().noneMatch(event -> event.startsWith("GOAWAY"))
          && System.nanoTime() - start < 10_000_000_000L) {
        client.ping();
        client.next();
        client.next();
      }
      assertThat(client.events()).contains("GOAWAY NO_ERROR 1 ");
      assertThat(System.nanoTime() - start).isGreaterThan(1_500_000_000L);
      assertThat(porty.reached("idle")).isOne();
    }
  }

  @Test
  void aStreamKeepsItsConnectionBeyondTheKeepAliveTimeout() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = named("one", go);
        Http2Porty porty = Http2Porty.to(backend.port(), "keepalive_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.get(1, "/slow");
      client.until("DATA 1");
      client.patience(2000);
      assertThat(client.next()).isFalse();
      go.countDown();
      assertThat(client.until("END 1"))
          .contains("END 1")
          .noneMatch(event -> event.startsWith("GOAWAY"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"half a preface", "a preface", "a block", "half a block", "half a PING"})
  void whatIsNotFinishedInTimeEndsTheConnection(String what) {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty =
            Http2Porty.to(
                backend.port(),
                "request_header_timeout_seconds = 1",
                "keepalive_timeout_seconds = 8");
        Http2Client client = Http2Client.silent(porty.port())) {
      byte[] preface = Http2Client.PREFACE.getBytes(StandardCharsets.ISO_8859_1);
      client.send(java.util.Arrays.copyOf(preface, what.equals("half a preface") ? 20 : 24));
      if (what.endsWith("block") || what.endsWith("PING")) {
        client.frame(Http2Client.SETTINGS, 0, 0);
      }
      byte[] head = Http2Client.requestBytes(1, true, "GET", "/");
      switch (what) {
        case "a block" -> client.frame(Http2Client.HEADERS, 1, 1, 0x82);
        case "half a block" -> client.send(java.util.Arrays.copyOf(head, head.length - 1));
        case "half a PING" -> client.send(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1});
        default -> {}
      }
      client.until("CLOSED");
      if (what.equals("half a preface")) {
        // Not known to be HTTP/2: the answer is one of HTTP/1.1, or none.
        assertThat(client.events()).doesNotContain("SILENCE");
      } else {
        assertThat(client.events())
            .contains("CLOSED")
            .anyMatch(event -> event.startsWith("GOAWAY"));
      }
      if (!what.equals("half a preface")) {
        assertThat(porty.reached("slow_frame")).isOne();
      }
    }
  }

  @Test
  void settingsThatAreNotAcknowledgedEndTheConnection() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect();
        Http2Client acknowledging = porty.connect()) {
      acknowledging.frame(Http2Client.SETTINGS, Http2Client.ACK, 0);
      await()
          .atMost(java.time.Duration.ofSeconds(15))
          .until(() -> porty.reached("settings_timeout") == 1);
      assertThat(client.until("GOAWAY")).contains("GOAWAY SETTINGS_TIMEOUT 0 ");
      acknowledging.ping();
      assertThat(acknowledging.until("PONG"))
          .contains("PONG")
          .noneMatch(event -> event.startsWith("GOAWAY"));
    }
  }

  @Test
  void aSlowHeadersOfTheBackendIsAnsweredOnItsStream() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.isEnded();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), "timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.get(1, "/");
      assertThat(client.until("END 1"))
          .anyMatch(
              event ->
                  event.startsWith("STATUS 1 504")
                      && event.contains("x-porty-error=response_timeout"));
    }
  }

  @Test
  void aSlowUploadIsAnsweredOnItsStream() {
    try (Backend backend = named("one", new CountDownLatch(0));
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.post(1, "/").data(1, "some", false);
      assertThat(client.until("RST 1"))
          .contains("RST 1 NO_ERROR")
          .anyMatch(event -> event.startsWith("STATUS 1 408"));
      client.get(3, "/");
      assertThat(client.until("END 3")).contains("END 3");
    }
  }

  /** Nothing has gone to the backend: its head waits for the end of the stream. */
  @Test
  void aRequestThatIsDeclaredEmptyAndNeverEndsIsATimeout() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.frame(
          Http2Client.HEADERS,
          Http2Client.END_HEADERS,
          1,
          Http2Client.block(
              ":method=GET", ":scheme=http", ":path=/never", ":authority=a", "content-length=0"));
      assertThat(client.until("RST 1"))
          .contains("RST 1 NO_ERROR")
          .anyMatch(event -> event.startsWith("STATUS 1 408"));
      client.get(3, "/");
      assertThat(client.until("END 3")).contains("END 3");
      assertThat(backend.requests()).extracting(Wire.Message::target).containsExactly("/");
    }
  }

  // A full listener

  @Test
  void anIdleConnectionGivesWayToAWaitingClient() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "max_connections = 1");
        Http2Client idle = porty.connect()) {
      idle.get(1, "/");
      idle.until("END 1");
      try (Http2Client waiting = porty.connect()) {
        waiting.get(1, "/");
        assertThat(idle.until("CLOSED")).contains("GOAWAY NO_ERROR 1 ", "CLOSED");
        assertThat(waiting.until("END 1")).contains("END 1");
      }
    }
  }

  @Test
  void aConnectionWithAStreamDoesNot() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = named("one", go);
        Http2Porty porty = Http2Porty.to(backend.port(), "max_connections = 1");
        Http2Client busy = porty.connect()) {
      busy.get(1, "/slow");
      busy.until("DATA 1");
      try (Http2Client waiting = porty.connect()) {
        waiting.get(1, "/");
        busy.patience(2000);
        assertThat(busy.next()).isFalse();
        go.countDown();
        assertThat(busy.until("END 1")).contains("END 1");
        busy.patience(10_000);
        assertThat(waiting.until("END 1")).contains("END 1");
      }
    }
  }
}
