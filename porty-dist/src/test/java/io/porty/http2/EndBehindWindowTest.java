package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end of a body needs no window (RFC 9113 section 6.9): a backend that opens its window only
 * when the request is complete gets the end of it.
 */
@ExtendWith(LeakCensus.class)
class EndBehindWindowTest {

  private static final int WINDOW = 65_535;
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  /** Content that the backend has got. */
  private final AtomicInteger got = new AtomicInteger();

  /** Answers with the length of a complete request, and never gives window back before that. */
  private Http2Backend stingy() {
    return Http2Backend.running(
        connection -> {
          connection.begin();
          while (true) {
            Http2Backend.Frame frame = connection.frame();
            if (frame.type() == Http2Client.DATA) {
              got.addAndGet(frame.payload().length);
            }
            Http2Backend.Request request = connection.take(frame);
            if (request != null) {
              connection.window(request.stream(), WINDOW);
              connection.respond(
                  request.stream(), request.body().length() + " " + request.trailers());
            }
          }
        });
  }

  private static Http2Porty porty(Http2Backend backend) {
    return Http2Porty.to(backend, "routers = [\"fixed\"]");
  }

  private static String chunk(int bytes) {
    return Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
  }

  private static void expect(RawClient client, String body) {
    Wire.Message answer = client.message();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(body);
  }

  @Test
  void aDeclaredLengthEndsWithItsLastByte() {
    try (Http2Backend backend = stingy();
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      client.send(HEAD + "Content-Length: " + WINDOW + "\r\n\r\n" + "x".repeat(WINDOW));
      expect(client, WINDOW + " []");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0\r\n\r\n", "0\r\nX-Sum: 7\r\n\r\n"})
  void theLastChunkDoesNotWait(String end) {
    String trailers = end.contains("Sum") ? "[x-sum=7]" : "[]";
    try (Http2Backend backend = stingy();
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      for (int i = 0; i < 2; i++) {
        client.send(CHUNKED + chunk(WINDOW) + end);
        expect(client, WINDOW + " " + trailers);
      }
    }
  }

  /** Byte by byte, when everything before has gone. */
  @ParameterizedTest
  @ValueSource(strings = {"0\r\n\r\n", "0\r\nX-Sum: 7\r\n\r\n"})
  void theLastChunkIsReadWhileNothingElseIsTaken(String end) throws Exception {
    String trailers = end.contains("Sum") ? "[x-sum=7]" : "[]";
    try (Http2Backend backend = stingy();
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      client.send(CHUNKED + chunk(WINDOW));
      await().until(() -> got.get() == WINDOW);
      for (int i = 0; i < end.length(); i++) {
        client.send(end.substring(i, i + 1));
      }
      expect(client, WINDOW + " " + trailers);
      client.send(CHUNKED + chunk(3) + end);
      expect(client, "3 " + trailers);
    }
  }

  /**
   * What is no end waits, and reading stops: a client cannot make Porty hold more than one read.
   */
  @Test
  void contentStillWaits() throws Exception {
    int size = 40_000_000;
    try (Http2Backend backend = stingy();
        Http2Porty porty = porty(backend);
        RawClient client = RawClient.to(porty.port())) {
      client.send(CHUNKED + chunk(WINDOW));
      await().until(() -> got.get() == WINDOW);
      AtomicInteger sent = new AtomicInteger();
      Thread sender = new Thread(() -> send(client, size, sent));
      sender.start();
      // Until the buffers of both sockets are full, and nothing has been taken for a while.
      int[] before = {-1};
      await()
          .pollInterval(Duration.ofMillis(500))
          .until(() -> sent.get() > 0 && before[0] == (before[0] = sent.get()));
      assertThat(sent.get()).isLessThan(size);
      assertThat(got.get()).isEqualTo(WINDOW);
      assertThat(porty.directBytes()).isLessThan(32_000_000);
      client.close();
      sender.join(10_000);
    }
  }

  private static void send(RawClient client, int size, AtomicInteger sent) {
    String part = chunk(10_000);
    try {
      while (sent.get() < size) {
        client.send(part);
        sent.addAndGet(10_000);
      }
    } catch (UncheckedIOException e) {
      // The test is over.
    }
  }

  @Test
  void endStreamOfAClientDoesNotWaitEither() {
    try (Http2Backend backend = stingy();
        Http2Porty porty = porty(backend);
        Http2Client client = porty.connect()) {
      client.post(1, "/").upload(1, WINDOW, false);
      await().until(() -> got.get() == WINDOW);
      client.data(1, "", true);
      assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
      assertThat(client.body()).isEqualTo(WINDOW + " []");
    }
  }
}
