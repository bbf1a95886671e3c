package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Wire;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flow control both ways: the slower side's speed reaches the other, stream by stream. */
@ExtendWith(LeakCensus.class)
class Http2FlowTest {

  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int WINDOW = 65_536;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /**
   * Takes uploads to /slow once the latch is open, others at once; answers each with its length.
   */
  private static Backend taking(CountDownLatch go) {
    return Backend.running(
        connection -> {
          while (true) {
            Wire.Message head = connection.head();
            if (head.target().equals("/slow")) {
              go.await();
            }
            String length = Integer.toString(connection.bodyOf(head).body().length());
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + length.length() + "\r\n\r\n" + length);
          }
        });
  }

  private static Backend sending(int bytes, AtomicLong sent) {
    return Backend.running(
        connection -> {
          while (true) {
            Wire.Message head = connection.head();
            int size = head.target().equals("/small") ? 10 : bytes;
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            for (int left = size; left > 0; ) {
              int part = Math.min(left, 8192);
              connection.send(new byte[part]);
              left -= part;
              sent.addAndGet(part);
            }
          }
        });
  }

  private static void receive(Http2Client client, int stream, int bytes) {
    while (client.received(stream) < bytes && client.next()) {
      continue;
    }
    assertThat(client.received(stream)).isEqualTo(bytes);
  }

  // Uploads

  @Test
  void aBackendThatDoesNotReadStopsItsStreamOnly() {
    CountDownLatch go = new CountDownLatch(1);
    int size = 20_000_000;
    try (Backend backend = taking(go);
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      client.post(1, "/slow", "content-length=" + size);
      int uploaded = uploadUntilSilent(client, 1);
      // Buffers of the kernel, and at most 1 MiB in Porty.
      assertThat(uploaded).isLessThan(size);
      client.post(3, "/fast", "content-length=300000").upload(3, 300_000, true);
      client.until("END 3");
      assertThat(client.body()).isEqualTo("300000");
      for (int stream = 5; stream <= 25; stream += 2) {
        client.get(stream, "/get");
        assertThat(client.until("END " + stream)).contains("END " + stream);
      }
      go.countDown();
      client.upload(1, size - uploaded, true);
      client.until("END 1");
      assertThat(client.body()).endsWith(Integer.toString(size));
    }
  }

  /** Uploads as long as Porty gives windows. */
  private static int uploadUntilSilent(Http2Client client, int stream) {
    int uploaded = 0;
    try {
      client.patience(1000);
      while (true) {
        int part = (int) Math.min(16_384, client.credit(stream));
        if (part > 0) {
          client.data(stream, "x".repeat(part), false);
          uploaded += part;
        } else if (!client.next()) {
          client.patience(10_000);
          return uploaded;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void sixteenUploadsThatStandStillDoNotTouchTheSeventeenth() {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = taking(go);
        Http2Porty porty =
            Http2Porty.to(
                backend.port(),
                "host = \"a.example\"",
                "upstream_max_connections = 1",
                "queue_timeout_seconds = 60",
                "body_timeout_seconds = 60",
                "[[routes]]",
                "name = \"other\"",
                "host = \"b.example\"",
                "listen = \"127.0.0.1:PORT\"",
                "mode = \"http\"",
                "target = \"127.0.0.1:" + backend.port() + "\"");
        Http2Client client = porty.connect()) {
      client.get(1, "/slow");
      await().until(() -> backend.open() == 1);
      // These wait for the connection to the backend, and nothing but Porty takes their content.
      for (int stream = 3; stream <= 33; stream += 2) {
        client.post(stream, "/fast", "content-length=" + WINDOW).upload(stream, WINDOW, true);
      }
      client.frame(
          Http2Client.HEADERS,
          4,
          101,
          Http2Client.block(":method=POST", ":scheme=http", ":path=/fast", ":authority=b.example"));
      client.upload(101, 2_000_000, true);
      client.until("END 101");
      assertThat(client.body()).isEqualTo("2000000");
      go.countDown();
      for (int stream = 1; stream <= 33; stream += 2) {
        assertThat(client.until("END " + stream)).contains("END " + stream);
      }
    }
  }

  @Test
  void theWindowOfABusyUploadGrows() {
    int size = 10_000_000;
    try (Backend backend = taking(new CountDownLatch(0));
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/", "content-length=" + size);
      long largest = 0;
      for (int left = size; left > 0; ) {
        int part = (int) Math.min(Math.min(left, 16_384), client.credit(1));
        if (part > 0) {
          left -= part;
          client.data(1, "x".repeat(part), left == 0);
        } else if (!client.next()) {
          break;
        }
        largest = Math.max(largest, client.credit(1));
      }
      client.until("END 1");
      assertThat(client.body()).isEqualTo(Integer.toString(size));
      assertThat(largest).isGreaterThan(4 * WINDOW).isLessThanOrEqualTo(8 * WINDOW);
    }
  }

  /** However large their windows have grown: what grows is no part of the connection's credit. */
  @Test
  void busyUploadsThatComeToAStandDoNotTouchOthers() {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message head = connection.head();
                  if (head.target().equals("/slow")) {
                    for (int taken = 0; taken < 8_000_000; ) {
                      taken += connection.some().length;
                    }
                    go.await();
                  } else {
                    connection.bodyOf(head);
                    connection.send(OK);
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      for (int stream = 1; stream <= 7; stream += 2) {
        client.post(stream, "/slow", "content-length=100000000");
        uploadUntilSilent(client, stream);
      }
      client.post(9, "/fast", "content-length=100000").upload(9, 100_000, true);
      assertThat(client.until("END 9")).contains("END 9");
      go.countDown();
    }
  }

  @Test
  void moreThanTheWindowResetsTheStream() {
    CountDownLatch go = new CountDownLatch(1);
    try (Backend backend = taking(go);
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.until("SETTINGS ACK");
      // In one write, before anything can be given back.
      List<byte[]> frames = new java.util.ArrayList<>();
      frames.add(Http2Client.requestBytes(1, false, "POST", "/slow"));
      for (int i = 0; i < 4; i++) {
        frames.add(Http2Client.bytes(Http2Client.DATA, 0, 1, new byte[16_384]));
      }
      frames.add(Http2Client.bytes(Http2Client.DATA, 0, 1, new byte[1]));
      client.all(frames);
      client.ping();
      List<String> events = client.until("PONG");
      assertThat(events).contains("RST 1 FLOW_CONTROL_ERROR", "PONG");
      go.countDown();
    }
  }

  @Test
  void paddingCountsForTheWindow() {
    try (Backend backend = taking(new CountDownLatch(0));
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.post(1, "/");
      byte[] padded = new byte[256];
      padded[0] = (byte) 254;
      padded[1] = 'a';
      // 500 KB of padding: more than both windows, if nothing of it were given back.
      for (int i = 0; i < 5000; i++) {
        while (client.credit(1) < 0 && client.next()) {
          continue;
        }
        client.frame(Http2Client.DATA, 8, 1, padded);
        client.sent(1, 256);
        if (client.credit(1) < 4096) {
          assertThat(client.next()).isTrue();
        }
      }
      client.data(1, "", true);
      client.until("END 1");
      assertThat(client.body()).isEqualTo("5000");
    }
  }

  // Responses

  @Test
  void aClientThatDoesNotReadAStreamStopsThatBackendOnly() {
    AtomicLong sent = new AtomicLong();
    int size = 50_000_000;
    try (Backend backend = sending(size, sent);
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      client.window(0, 100_000_000).get(1, "/large");
      receive(client, 1, 65_535);
      for (int stream = 3; stream <= 41; stream += 2) {
        client.get(stream, "/small");
        assertThat(client.until("END " + stream)).contains("END " + stream);
      }
      long at = sent.get();
      assertThat(at).isLessThan(size / 2);
      client.givingBack().window(1, 1_000_000);
      receive(client, 1, size);
      client.until("END 1");
    }
  }

  @Test
  void theConnectionsWindowBoundsAllStreams() {
    try (Backend backend = sending(1_000_000, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      client.setting(INITIAL_WINDOW_SIZE, 10_000_000);
      client.until("SETTINGS ACK");
      for (int stream = 1; stream <= 9; stream += 2) {
        client.get(stream, "/large");
      }
      while (client.bodyLength() < 65_535 && client.next()) {
        continue;
      }
      for (int stream = 1; stream <= 9; stream += 2) {
        client.until("STATUS " + stream);
      }
      client.ping();
      client.until("PONG");
      assertThat(client.bodyLength()).isEqualTo(65_535);
      client.window(0, 10_000_000);
      for (int stream = 1; stream <= 9; stream += 2) {
        receive(client, stream, 1_000_000);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 1000})
  void aSmallerInitialWindowMakesOpenWindowsNegative(int smaller) {
    try (Backend backend = sending(1_000_000, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      client.window(0, 10_000_000).get(1, "/large");
      receive(client, 1, 65_535);
      client.setting(INITIAL_WINDOW_SIZE, smaller).ping();
      client.until("PONG");
      // Its window is smaller - 65,535 now.
      client.window(1, 65_535 - smaller).ping();
      pong(client, 2);
      assertThat(client.received(1)).isEqualTo(65_535);
      client.window(1, 300).ping();
      pong(client, 3);
      receive(client, 1, 65_535 + 300);
      client.setting(INITIAL_WINDOW_SIZE, 10_000_000);
      receive(client, 1, 1_000_000);
      assertThat(client.until("END 1")).contains("END 1");
    }
  }

  private static void pong(Http2Client client, int count) {
    while (client.events().stream().filter(event -> event.equals("PONG")).count() < count
        && client.next()) {
      continue;
    }
  }

  @Test
  void belowTwoHundredAndFiftySixBytesOfWindowOnlyAnEndIsSent() {
    try (Backend backend = sending(1000, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port());
        Http2Client client = porty.connect()) {
      client.setting(INITIAL_WINDOW_SIZE, 100).get(1, "/large");
      receive(client, 1, 100);
      client.window(1, 255).ping();
      pong(client, 1);
      assertThat(client.received(1)).isEqualTo(100);
      client.window(1, 1);
      receive(client, 1, 356);
      client.window(1, 544);
      receive(client, 1, 900);
      client.window(1, 99).ping();
      pong(client, 2);
      assertThat(client.received(1)).isEqualTo(900);
      client.window(1, 1);
      receive(client, 1, 1000);
      assertThat(client.until("END 1")).contains("END 1");
    }
  }

  // Slow readers

  @Test
  void aStreamWhoseWindowStaysClosedIsReset() {
    try (Backend backend = sending(60_000, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.setting(INITIAL_WINDOW_SIZE, 0).get(1, "/large");
      assertThat(client.until("RST 1")).contains("RST 1 CANCEL");
      assertThat(porty.reached("slow_read")).isOne();
      client.setting(INITIAL_WINDOW_SIZE, 100).get(3, "/small");
      assertThat(client.until("END 3")).contains("END 3").noneMatch(e -> e.startsWith("GOAWAY"));
    }
  }

  @Test
  void aStreamWhoseWindowOpensInTimeIsNot() throws IOException {
    try (Backend backend = sending(60_000, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.setting(INITIAL_WINDOW_SIZE, 1000).get(1, "/large");
      receive(client, 1, 1000);
      for (int i = 1; i <= 3; i++) {
        client.patience(1000);
        assertThat(client.next()).isFalse();
        client.patience(10_000);
        client.window(1, 1000);
        receive(client, 1, 1000 + i * 1000);
      }
      client.window(1, 60_000);
      receive(client, 1, 60_000);
      assertThat(porty.reached("slow_read")).isZero();
    }
  }

  @Test
  void aClosedWindowOfTheConnectionEndsIt() {
    try (Backend backend = sending(90_000, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.setting(INITIAL_WINDOW_SIZE, 1_000_000).get(1, "/large");
      receive(client, 1, 65_535);
      assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
      assertThat(porty.reached("slow_read")).isOne();
    }
  }

  @Test
  void aSlowReaderOfAnEndlessResponseIsRecordedAsSuch() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                  while (true) {
                    connection.send("x".repeat(1000));
                    connection.awaitTaken();
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      client.setting(INITIAL_WINDOW_SIZE, 0).get(1, "/large");
      assertThat(client.until("RST 1")).contains("RST 1 CANCEL");
      assertThat(porty.records(1).get(0).get("error").getAsString()).isEqualTo("send_timeout");
      await().until(() -> backend.open() == 0);
    }
  }

  // Priorities

  /** The order in which streams end that wait for the connection's window. */
  private static List<String> order(String... priorities) {
    return ends(waiting(client -> {}, priorities));
  }

  private static List<String> ends(List<String> events) {
    return events.stream()
        .filter(event -> event.startsWith("END") && !event.equals("END 1"))
        .toList();
  }

  /**
   * What comes once streams with these priorities, from 3 on, have waited for the connection's
   * window.
   *
   * @param before what the client does before it opens the window
   */
  private static List<String> waiting(Consumer<Http2Client> before, String... priorities) {
    return waiting(client -> {}, before, priorities);
  }

  /**
   * As {@link #waiting(Consumer, String...)}.
   *
   * @param first what the client does before it opens any stream
   */
  private static List<String> waiting(
      Consumer<Http2Client> first, Consumer<Http2Client> before, String... priorities) {
    int size = 100_000;
    try (Backend backend = sending(size, new AtomicLong());
        Http2Porty porty = Http2Porty.to(backend.port(), "body_timeout_seconds = 60");
        Http2Client client = porty.connect()) {
      first.accept(client);
      client.setting(INITIAL_WINDOW_SIZE, 1_000_000).get(1, "/large");
      receive(client, 1, 65_535);
      for (int i = 0; i < priorities.length; i++) {
        int stream = 2 * i + 3;
        if (priorities[i].isEmpty()) {
          client.get(stream, "/large");
        } else {
          client.get(stream, "/large", "priority=" + priorities[i]);
        }
        client.until("STATUS " + stream);
      }
      await().until(() -> porty.metric("porty_h2_streams", "") == priorities.length + 1);
      before.accept(client);
      client.ping();
      client.until("PONG");
      client.events().clear();
      client.window(0, 10_000_000);
      for (int i = 0; i < priorities.length; i++) {
        receive(client, 2 * i + 3, size);
        client.until("END " + (2 * i + 3));
      }
      return List.copyOf(client.events());
    }
  }

  private static byte[] updated(int stream, String priority) {
    byte[] text = priority.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] payload = new byte[4 + text.length];
    System.arraycopy(Http2Client.number(stream), 0, payload, 0, 4);
    System.arraycopy(text, 0, payload, 4, text.length);
    return payload;
  }

  @Test
  void lowerUrgencyIsSentFirst() {
    assertThat(order("u=7", "u=5", "u=1")).containsExactly("END 7", "END 5", "END 3");
  }

  @Test
  void responsesThatAreNotIncrementalAreSentOneAfterTheOther() {
    assertThat(order("u=3", "u=3", "u=3")).containsExactly("END 3", "END 5", "END 7");
  }

  @Test
  void incrementalResponsesTakeTurns() {
    List<String> frames =
        waiting(client -> {}, "u=3, i", "u=3, i").stream()
            .filter(event -> event.matches("DATA [35] .*"))
            .map(event -> event.substring(5, 6))
            .toList();
    // What waits for each are four or five frames; either backend may have answered first.
    assertThat(String.join("", frames.subList(0, 6))).isIn("353535", "535353");
  }

  @Test
  void clientsThatSayNothingHaveTurns() {
    List<String> frames =
        waiting(client -> {}, "", "").stream()
            .filter(event -> event.matches("DATA [35] .*"))
            .map(event -> event.substring(5, 6))
            .toList();
    assertThat(String.join("", frames.subList(0, 6))).isIn("353535", "535353");
  }

  @Test
  void aPriorityUpdateMovesAStreamThatWaits() {
    List<String> events =
        waiting(client -> client.frame(16, 0, 0, updated(3, "u=0")), "u=7", "u=3", "u=3");
    assertThat(events)
        .filteredOn(event -> event.matches("DATA [357] .*"))
        .first()
        .isEqualTo("DATA 3 1350");
    assertThat(ends(events)).startsWith("END 3");
  }

  @Test
  void aPriorityUpdateBeforeTheStreamIsInPlaceOfItsField() {
    List<String> events =
        waiting(
            client -> client.frame(16, 0, 0, updated(7, "u=0")), client -> {}, "u=3", "u=3", "u=7");
    assertThat(ends(events)).startsWith("END 7");
  }

  @Test
  void aLowUrgencyIsNotStarved() {
    List<String> events = waiting(client -> {}, "u=7", "u=1", "u=1", "u=1");
    int first = events.indexOf("DATA 3 1350");
    assertThat(first).as("its first turn").isBetween(0, 10);
  }
}
