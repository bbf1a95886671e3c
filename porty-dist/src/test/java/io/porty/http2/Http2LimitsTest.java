package io.porty.http2;

import static io.porty.http2.Http2Client.bytes;
import static io.porty.http2.Http2Client.number;
import static io.porty.http2.Http2Client.requestBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The limits against abuse, which are not configurable: just below one a connection goes on, above
 * it the connection ends, the reason is counted, and the clients of other connections do not
 * notice.
 */
@ExtendWith(LeakCensus.class)
class Http2LimitsTest {

  private static final int CANCEL = 8;
  private static final int MAX_HEAD_BYTES = 8192;
  private static final int MAX_FIELDS = 20;

  /** The longest code of a head, which is 3.75 times as long, and a frame. */
  private static final int MAX_BLOCK_BYTES = MAX_HEAD_BYTES / 4 * 15 + 16_384;

  private Backend backend;
  private Http2Porty porty;
  private Http2Client client;
  private Http2Client other;

  @BeforeEach
  void start() {
    backend = Backend.ok("hello");
    porty =
        Http2Porty.to(
            backend.port(),
            "max_head_bytes = " + MAX_HEAD_BYTES,
            "max_header_fields = " + MAX_FIELDS);
    client = porty.connect();
    other = porty.connect();
  }

  @AfterEach
  void stop() {
    other.close();
    client.close();
    porty.close();
    backend.close();
  }

  private void expectServed() {
    client.ping();
    assertThat(client.until("PONG"))
        .contains("PONG")
        .noneMatch(event -> event.matches("(GOAWAY|CLOSED|RESET).*"));
    expectNothingReached();
  }

  private void expectNothingReached() {
    for (String limit :
        List.of(
            "rapid_reset",
            "made_you_reset",
            "continuation_flood",
            "header_bomb",
            "control_flood",
            "empty_data",
            "window_flood",
            "priority_flood",
            "slow_read")) {
      assertThat(porty.reached(limit)).as(limit).isZero();
    }
  }

  private void expectEnded(String limit) {
    assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
    assertThat(porty.reached(limit)).isOne();
    assertThat(porty.metric("porty_h2_goaways_total", "by=\"porty\",code=\"enhance_your_calm\""))
        .isOne();
    other.get(1, "/");
    assertThat(other.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
    assertThat(porty.internalErrors()).isZero();
  }

  private void sends(int count, IntFunction<List<byte[]>> frames) {
    List<byte[]> all = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> all.addAll(frames.apply(i)));
    client.all(all);
  }

  private static int stream(int i) {
    return 2 * i + 1;
  }

  // Resets

  private static List<byte[]> openedAndReset(int i) {
    return List.of(
        requestBytes(stream(i), true, "GET", "/"),
        bytes(Http2Client.RST_STREAM, 0, stream(i), number(CANCEL)));
  }

  @Test
  void aHundredResetsAreServed() {
    sends(100, Http2LimitsTest::openedAndReset);
    expectServed();
    assertThat(porty.metric("porty_h2_resets_total", "by=\"client\",code=\"cancel\""))
        .isEqualTo(100);
    assertThat(porty.metric("porty_h2_streams_begun_total", "")).isEqualTo(100);
  }

  /** Sixteen in a tenth of a second: each may have cost a connection to a backend. */
  @Test
  void prematureResetsHoldTheConnectionBack() {
    long from = System.nanoTime();
    sends(80, Http2LimitsTest::openedAndReset);
    expectServed();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(400));
    assertThat(porty.reached("premature_resets")).isBetween(4L, 5L);
  }

  @Test
  void fifteenPrematureResetsDoNot() {
    sends(15, Http2LimitsTest::openedAndReset);
    expectServed();
    assertThat(porty.reached("premature_resets")).isZero();
  }

  /**
   * Sixteen in a tick, and 33 a second are allowed: enough of them for a machine with slow ticks.
   */
  @Test
  void moreResetsEndTheConnection() {
    sends(300, Http2LimitsTest::openedAndReset);
    expectEnded("rapid_reset");
  }

  /** As curl 7.88 does it after each response without content. */
  @Test
  void aResetOfAStreamThatHasEndedIsNoRapidReset() {
    for (int i = 0; i < 150; i++) {
      client.get(stream(i), "/").until("END " + stream(i));
      client.reset(stream(i), 5);
    }
    expectServed();
  }

  @Test
  void aFloodOfThemEndsTheConnection() {
    client.get(1, "/").until("END 1");
    sends(200, i -> List.of(bytes(Http2Client.RST_STREAM, 0, 1, number(CANCEL))));
    expectServed();
    client.reset(1, CANCEL);
    expectEnded("priority_flood");
  }

  /** What a client can do for Porty to reset a stream. */
  private static List<byte[]> reset(String how, int i) {
    int stream = stream(i);
    return switch (how) {
      case "a WINDOW_UPDATE of 0" ->
          List.of(
              requestBytes(stream, false, "POST", "/"),
              bytes(Http2Client.WINDOW_UPDATE, 0, stream, number(0)));
      case "a window above 2^31-1" ->
          List.of(
              requestBytes(stream, false, "POST", "/"),
              bytes(Http2Client.WINDOW_UPDATE, 0, stream, number(Integer.MAX_VALUE)));
      case "more than content-length" ->
          List.of(
              requestBytes(stream, false, "POST", "/", "content-length=1"),
              bytes(Http2Client.DATA, 0, stream, new byte[2]));
      case "DATA behind the end" ->
          List.of(
              requestBytes(stream, false, "POST", "/", "content-length=9"),
              bytes(Http2Client.DATA, 1, stream, new byte[1]));
      case "HEADERS without END_STREAM" ->
          List.of(
              requestBytes(stream, false, "POST", "/"),
              bytes(Http2Client.HEADERS, 4, stream, Http2Client.block("a=b")));
      case "a malformed head" -> List.of(requestBytes(stream, true, "GET", "/", "A=b"));
      default -> throw new AssertionError(how);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a WINDOW_UPDATE of 0",
        "a window above 2^31-1",
        "more than content-length",
        "DATA behind the end",
        "HEADERS without END_STREAM",
        "a malformed head"
      })
  void aHundredStreamsThatPortyHasToResetAreServed(String how) {
    // An update of a window costs one of its own limit, too.
    sends(95, i -> reset(how, i));
    expectServed();
    client.get(stream(95), "/");
    assertThat(client.until("END " + stream(95))).anyMatch(e -> e.startsWith("STATUS 191 200"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a WINDOW_UPDATE of 0",
        "a window above 2^31-1",
        "more than content-length",
        "DATA behind the end",
        "HEADERS without END_STREAM",
        "a malformed head"
      })
  void moreEndTheConnection(String how) {
    sends(150, i -> reset(how, i));
    expectEnded("made_you_reset");
  }

  @Test
  void refusedStreamsCountAsResets() {
    client.acknowledging();
    sends(300, i -> List.of(requestBytes(stream(i), false, "POST", "/")));
    assertThat(client.until("GOAWAY")).anyMatch(event -> event.startsWith("GOAWAY ENHANCE"));
    assertThat(porty.reached("made_you_reset")).isOne();
    assertThat(porty.reached("max_streams")).isBetween(100L, 150L);
    assertThat(porty.metric("porty_h2_resets_total", "by=\"porty\",code=\"refused_stream\""))
        .isBetween(100L, 150L);
  }

  // Header blocks

  /** A request's block in HEADERS and so many CONTINUATIONs. */
  private void sendsBlock(int continuations) {
    byte[] block = Http2Client.block(":method=GET", ":scheme=http", ":path=/", ":authority=a");
    client.frame(Http2Client.HEADERS, 1, 1, block);
    for (int i = 1; i <= continuations; i++) {
      client.frame(Http2Client.CONTINUATION, i == continuations ? 4 : 0, 1);
    }
  }

  @Test
  void eightContinuationsAreServed() {
    sendsBlock(8);
    assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
    expectServed();
  }

  @Test
  void aNinthContinuationEndsTheConnectionEvenIfEmpty() {
    sendsBlock(9);
    expectEnded("continuation_flood");
  }

  @Test
  void aBlockLongerThanItsLimitEndsTheConnectionBeforeItsEnd() {
    client.frame(Http2Client.HEADERS, 1, 1, new byte[16_384]);
    client.frame(Http2Client.CONTINUATION, 0, 1, new byte[16_384]);
    client.frame(Http2Client.CONTINUATION, 0, 1, new byte[MAX_BLOCK_BYTES - 2 * 16_384 + 1]);
    expectEnded("continuation_flood");
  }

  @Test
  void aBlockAsLongAsItsLimitIsDecoded() {
    client.frame(Http2Client.HEADERS, 1, 1, new byte[16_384]);
    client.frame(Http2Client.CONTINUATION, 0, 1, new byte[16_384]);
    client.frame(Http2Client.CONTINUATION, 4, 1, new byte[MAX_BLOCK_BYTES - 2 * 16_384]);
    // Thousands of fields without name.
    expectEnded("header_bomb");
  }

  private void sendsFields(String name, int count) {
    client.get(
        1, "/", IntStream.range(0, count).mapToObj(i -> name + "=" + i).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "cookie"})
  void asManyFieldsAsAllowedAreServed(String name) {
    sendsFields(name, MAX_FIELDS - 4);
    assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
    expectServed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "cookie", ""})
  void moreFieldsEndTheConnection(String name) {
    sendsFields(name, MAX_FIELDS - 4 + 1);
    expectEnded("header_bomb");
  }

  @Test
  void fieldsAsLongAsAllowedAreServed() {
    client.get(1, "/", "x=" + "y".repeat(MAX_HEAD_BYTES - 400));
    assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
    expectServed();
  }

  @Test
  void longerFieldsEndTheConnection() {
    client.get(1, "/", "x=" + "y".repeat(MAX_HEAD_BYTES));
    expectEnded("header_bomb");
  }

  @Test
  void aFieldThatTheTableRepeatsCountsEachTime() {
    // 2,000 bytes put in the table once, and named by one byte each.
    byte[] first =
        Http2Client.block(":method=GET", ":scheme=http", ":path=/", ":authority=a.example");
    java.io.ByteArrayOutputStream block = new java.io.ByteArrayOutputStream();
    block.writeBytes(first);
    byte[] literal = Http2Client.block("x=" + "y".repeat(2000));
    literal[0] = 0x40;
    block.writeBytes(literal);
    for (int i = 0; i < 4; i++) {
      block.write(0x80 | 62);
    }
    client.frame(Http2Client.HEADERS, 5, 1, block.toByteArray());
    expectEnded("header_bomb");
  }

  // Floods

  @Test
  void fiftyPingsAndSettingsAreServed() {
    // SETTINGS were sent already, and a PING follows.
    sends(48, i -> List.of(bytes(Http2Client.PING, 0, 0, new byte[8])));
    expectServed();
  }

  @ParameterizedTest
  @CsvSource({"6,8", "4,0"})
  void moreEndTheConnection(int type, int length) {
    sends(70, i -> List.of(bytes(type, 0, 0, new byte[length])));
    expectEnded("control_flood");
  }

  @Test
  void acknowledgementsAreNoFlood() {
    sends(200, i -> List.of(bytes(Http2Client.PING, 1, 0, new byte[8])));
    sends(200, i -> List.of(bytes(Http2Client.SETTINGS, 1, 0, new byte[0])));
    expectServed();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aHundredEmptyDataFramesAreServed(boolean padded) {
    client.post(1, "/");
    for (int round = 0; round < 3; round++) {
      sends(100, i -> List.of(empty(padded)));
      client.data(1, "x", false);
    }
    expectServed();
    client.data(1, "", true);
    assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void moreEmptyDataFramesEndTheConnection(boolean padded) {
    client.post(1, "/");
    sends(101, i -> List.of(empty(padded)));
    expectEnded("empty_data");
  }

  /** Its last frame has content, too. */
  @Test
  void contentThatEndsAStreamForgivesEmptyDataBeforeIt() {
    for (int i = 0; i < 3; i++) {
      int stream = stream(i);
      client.post(stream, "/");
      sends(60, frame -> List.of(bytes(Http2Client.DATA, 0, stream, new byte[0])));
      client.data(stream, "x", true);
      assertThat(client.until("END " + stream))
          .anyMatch(event -> event.startsWith("STATUS " + stream + " 200"));
    }
    expectServed();
  }

  private static byte[] empty(boolean padded) {
    return padded
        ? bytes(Http2Client.DATA, 8, 1, new byte[] {3, 0, 0, 0})
        : bytes(Http2Client.DATA, 0, 1, new byte[0]);
  }

  @Test
  void aHundredWindowUpdatesAreServed() {
    sends(100, i -> List.of(bytes(Http2Client.WINDOW_UPDATE, 0, 0, number(1))));
    expectServed();
  }

  @Test
  void moreWindowUpdatesEndTheConnection() {
    sends(101, i -> List.of(bytes(Http2Client.WINDOW_UPDATE, 0, 0, number(1))));
    expectEnded("window_flood");
  }

  /** As curl does it: its streams' windows are larger than its setting. */
  @Test
  void aWindowUpdateForEachStreamIsServedEvenWithoutContent() {
    for (int i = 0; i < 150; i++) {
      int stream = stream(i);
      client.all(
          List.of(
              requestBytes(stream, true, "HEAD", "/"),
              bytes(Http2Client.WINDOW_UPDATE, 0, stream, number(1_000_000))));
      client.until("END " + stream + "");
    }
    expectServed();
  }

  /** Names stream 1 where the frame names one. */
  private static byte[] ofNoUse(int length) {
    byte[] payload = new byte[length];
    if (length > 3) {
      payload[3] = 1;
    }
    return payload;
  }

  @ParameterizedTest
  @CsvSource({"2,1,5", "16,0,4", "99,0,0", "99,1,10"})
  void aHundredFramesWithoutUseAreServed(int type, int stream, int length) {
    sends(100, i -> List.of(bytes(type, 0, stream, ofNoUse(length))));
    expectServed();
  }

  @ParameterizedTest
  @CsvSource({"2,1,5", "16,0,4", "99,0,0", "99,1,10"})
  void moreFramesWithoutUseEndTheConnection(int type, int stream, int length) {
    sends(101, i -> List.of(bytes(type, 0, stream, ofNoUse(length))));
    expectEnded("priority_flood");
  }

  @Test
  void aHundredMorePriorityFramesAreServedForEachStream() {
    client.get(1, "/");
    client.until("END 1");
    sends(200, i -> List.of(bytes(2, 0, 1, new byte[5])));
    expectServed();
    sends(1, i -> List.of(bytes(2, 0, 1, new byte[5])));
    expectEnded("priority_flood");
  }

  // Streams

  @Test
  void moreStreamsThanARoundTakesAreAllAnswered() {
    sends(100, i -> List.of(requestBytes(stream(i), true, "GET", "/")));
    for (int i = 0; i < 100; i++) {
      client.until("END " + stream(i));
    }
    assertThat(client.events().stream().filter(e -> e.contains(" 200 "))).hasSize(100);
    expectServed();
  }

  @Test
  void aConnectionIsRenewedAfterTenThousandStreams() {
    int batch = 50;
    int stream = 1;
    for (int begun = 0; begun < 9_950; begun += batch) {
      stream = batch(stream, batch);
    }
    int last = batch(stream, batch - 1);
    assertThat(client.events()).noneMatch(event -> event.startsWith("GOAWAY"));
    client.get(last, "/");
    client.until("GOAWAY");
    assertThat(client.until("END " + last))
        .anyMatch(event -> event.startsWith("GOAWAY NO_ERROR"))
        .anyMatch(event -> event.startsWith("STATUS " + last + " 200"));
    assertThat(porty.reached("streams_in_life")).isOne();
    assertThat(client.until("CLOSED")).contains("CLOSED");
  }

  private int batch(int first, int count) {
    client.events().clear();
    sends(count, i -> List.of(requestBytes(first + 2 * i, true, "GET", "/")));
    int next = first + 2 * count;
    for (int stream = first; stream < next; stream += 2) {
      client.until("END " + stream);
    }
    return next;
  }

  @Test
  void answersThatAreNotReadEndTheConnection() {
    try (Backend large =
            Backend.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n" + "x".repeat(20_000_000));
        Http2Porty slow = Http2Porty.to(large.port());
        Http2Client silent = slow.connect()) {
      silent.setting(4, Integer.MAX_VALUE).window(0, Integer.MAX_VALUE - 65_535).get(1, "/");
      // More slowly than the limit of their rate: a hundred of them take six seconds and more.
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(55))
          .until(
              () -> {
                silent.ping();
                return slow.reached("control_flood") == 1;
              });
    }
  }
}
