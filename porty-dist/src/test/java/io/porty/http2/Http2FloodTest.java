package io.porty.http2;

import static io.porty.http2.Http2Client.bytes;
import static io.porty.http2.Http2Client.number;
import static io.porty.http2.Http2Client.requestBytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Floods on several connections of the only event loop, each begun again as soon as it is ended:
 * the requests of another client are all answered, and soon.
 */
@Tag("load")
@ExtendWith(LeakCensus.class)
@Timeout(120)
class Http2FloodTest {

  private static final int ATTACKERS = 3;
  private static final int FRAMES = 2_000;
  private static final int REQUESTS = 400;

  /** Of the slowest request but one in a hundred; a machine for tests is a busy one. */
  private static final long MAX_MILLIS = 500;

  private enum Flood {
    RAPID_RESET(
        "rapid_reset",
        i ->
            List.of(
                requestBytes(stream(i), true, "GET", "/"),
                bytes(Http2Client.RST_STREAM, 0, stream(i), number(8)))),
    MADE_YOU_RESET(
        "made_you_reset",
        i ->
            List.of(
                requestBytes(stream(i), false, "POST", "/"),
                bytes(Http2Client.WINDOW_UPDATE, 0, stream(i), number(0)))),
    CONTINUATION(
        "continuation_flood",
        i ->
            List.of(
                i == 0
                    ? bytes(Http2Client.HEADERS, 1, 1, new byte[0])
                    : bytes(Http2Client.CONTINUATION, 0, 1, new byte[0]))),
    PING("control_flood", i -> List.of(bytes(Http2Client.PING, 0, 0, new byte[8]))),
    SETTINGS("control_flood", i -> List.of(bytes(Http2Client.SETTINGS, 0, 0, new byte[0]))),
    EMPTY_DATA(
        "empty_data",
        i ->
            List.of(
                i == 0
                    ? requestBytes(1, false, "POST", "/")
                    : bytes(Http2Client.DATA, 0, 1, new byte[0]))),
    WINDOW_UPDATE("window_flood", i -> List.of(bytes(Http2Client.WINDOW_UPDATE, 0, 0, number(1)))),
    PRIORITY("priority_flood", i -> List.of(bytes(2, 0, 1, new byte[5])));

    final String limit;
    final byte[] frames;

    Flood(String limit, IntFunction<List<byte[]>> frames) {
      this.limit = limit;
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < FRAMES; i++) {
        frames.apply(i).forEach(all::writeBytes);
      }
      this.frames = all.toByteArray();
    }

    private static int stream(int i) {
      return 2 * i + 1;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherClientDoesNotNotice(Flood flood) throws Exception {
    ExecutorService attackers = Executors.newFixedThreadPool(ATTACKERS);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger ended = new AtomicInteger();
    try (Backend backend = Backend.ok("hello");
        Http2Porty porty = Http2Porty.with("event_loops = 1", backend.port())) {
      for (int i = 0; i < ATTACKERS; i++) {
        attackers.execute(() -> attack(porty, flood, over, ended));
      }
      List<Long> millis;
      try {
        millis = request(porty, ended);
      } finally {
        over.set(true);
        attackers.shutdown();
      }
      assertThat(attackers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      Collections.sort(millis);
      assertThat(millis.get(millis.size() - 1 - millis.size() / 100)).isLessThan(MAX_MILLIS);
      assertThat(porty.reached(flood.limit)).isGreaterThanOrEqualTo(ATTACKERS);
      assertThat(porty.internalErrors()).isZero();
      porty.awaitRest();
    }
  }

  private static void attack(
      Http2Porty porty, Flood flood, AtomicBoolean over, AtomicInteger ended) {
    while (!over.get()) {
      try (Http2Client attacker = porty.connect()) {
        attacker.send(flood.frames);
        while (attacker.next()) {
          // Until Porty ends the connection.
        }
        ended.incrementAndGet();
      }
    }
  }

  /** How long each request takes, until there were enough and each attacker was ended once. */
  private static List<Long> request(Http2Porty porty, AtomicInteger ended) {
    List<Long> millis = new ArrayList<>();
    try (Http2Client client = porty.connect().frame(Http2Client.SETTINGS, Http2Client.ACK, 0)) {
      for (int i = 0; i < REQUESTS || ended.get() < ATTACKERS; i++) {
        int stream = 2 * i + 1;
        long from = System.nanoTime();
        client.get(stream, "/");
        assertThat(client.until("END " + stream))
            .anyMatch(event -> event.startsWith("STATUS " + stream + " 200"));
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
        client.events().clear();
      }
    }
    return millis;
  }
}
