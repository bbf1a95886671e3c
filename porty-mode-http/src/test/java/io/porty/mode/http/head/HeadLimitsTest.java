package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a head to the byte, and that a full buffer never waits for more. */
class HeadLimitsTest {

  private static final int LINE_BYTES = 40;
  private static final int HEAD_BYTES = 100;
  private static final int FIELDS = 3;
  private static final HeadLimits LIMITS = new HeadLimits(LINE_BYTES, HEAD_BYTES, FIELDS);

  /** A line may be as long as a head: the configuration allows it. */
  private static final HeadLimits LONG_LINES = new HeadLimits(HEAD_BYTES, HEAD_BYTES, FIELDS);

  /** As a connection has it parsed: never more than a head may have. */
  private static int request(HeadParser parser, String text) {
    byte[] b = Ascii.bytes(text);
    return parser.request(b, Math.min(b.length, HEAD_BYTES));
  }

  private static int response(HeadParser parser, String text) {
    byte[] b = Ascii.bytes(text);
    return parser.response(b, Math.min(b.length, HEAD_BYTES));
  }

  private static void assertRefused(HeadParser parser, int result, FailureCode code) {
    assertThat(result).isEqualTo(HeadParser.MALFORMED);
    assertThat(parser.error()).isEqualTo(code);
  }

  @Test
  void aRequestLineEndsAtItsLimit() {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    String longest = "GET /" + "a".repeat(LINE_BYTES - 5);
    String whole = longest + " HTTP/1.1\r\nHost: a\r\n\r\n";
    assertThat(request(parser, whole)).isEqualTo(whole.length());
    assertThat(request(parser, longest)).isEqualTo(HeadParser.MORE);
    assertRefused(parser, request(parser, longest + "a"), FailureCode.TARGET_TOO_LONG);
    assertRefused(parser, request(parser, longest + "a HTTP"), FailureCode.TARGET_TOO_LONG);
  }

  @Test
  void emptyLinesBeforeARequestDoNotCountForItsLine() {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    String longest = "\r\n\r\nGET /" + "a".repeat(LINE_BYTES - 5);
    assertThat(request(parser, longest + " HTTP/1.1")).isEqualTo(HeadParser.MORE);
    assertRefused(parser, request(parser, longest + "a"), FailureCode.TARGET_TOO_LONG);
  }

  @Test
  void aMethodEndsAtTheLimitOfALine() {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    String longest = "\r\n" + "M".repeat(LINE_BYTES);
    assertThat(request(parser, longest)).isEqualTo(HeadParser.MORE);
    assertRefused(parser, request(parser, longest + "M"), FailureCode.TARGET_TOO_LONG);
  }

  @Test
  void aFewEmptyLinesBeforeARequestAreSkipped() {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    String four = "\r\n".repeat(4);
    assertThat(request(parser, four + "GET / HTTP/1.0\r\n\r\n")).isEqualTo(26);
    assertThat(request(parser, four)).isEqualTo(HeadParser.MORE);
    assertThat(request(parser, "\r")).isEqualTo(HeadParser.MORE);
    assertRefused(parser, request(parser, four + "\r\nGET / "), FailureCode.BAD_REQUEST);
    assertRefused(parser, request(parser, "\rGET / "), FailureCode.BAD_REQUEST);
  }

  @Test
  void aStatusLineEndsAtItsLimit() {
    HeadParser parser = HeadParser.forResponses(LIMITS);
    String longest = "HTTP/1.1 200 " + "a".repeat(LINE_BYTES - 13);
    assertThat(response(parser, longest + "\r\n\r\n")).isEqualTo(LINE_BYTES + 4);
    assertThat(response(parser, longest)).isEqualTo(HeadParser.MORE);
    assertRefused(parser, response(parser, longest + "a"), FailureCode.BACKEND_INVALID);
  }

  @Test
  void aHeadEndsAtItsLimit() {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    String start = "GET / HTTP/1.1\r\nX: ";
    String longest = start + "a".repeat(HEAD_BYTES - start.length() - 4) + "\r\n\r\n";
    assertThat(request(parser, longest)).isEqualTo(HEAD_BYTES);
    assertThat(parser.headEnd()).isEqualTo(HEAD_BYTES);
    String longer = longest.replace("X: ", "X: a");
    for (int more = 0; more < 6; more++) {
      assertRefused(
          parser,
          request(parser, longer.replace("X: ", "X: " + "a".repeat(more))),
          FailureCode.HEAD_TOO_LARGE);
    }
    for (int cut = 0; cut < HEAD_BYTES; cut++) {
      assertThat(request(parser, longest.substring(0, cut))).isEqualTo(HeadParser.MORE);
    }
    HeadParser responses = HeadParser.forResponses(LIMITS);
    String response = longest.replace("GET / HTTP/1.1", "HTTP/1.1 200  ");
    assertThat(response(responses, response)).isEqualTo(HEAD_BYTES);
    assertRefused(
        responses, response(responses, response.replace("X:", "X: ")), FailureCode.BACKEND_INVALID);
  }

  @Test
  void fieldsAreCounted() {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    String most = "GET / HTTP/1.0\r\n" + "a:b\r\n".repeat(FIELDS);
    assertThat(request(parser, most + "\r\n")).isEqualTo(most.length() + 2);
    assertThat(parser.fields().count()).isEqualTo(FIELDS);
    assertRefused(parser, request(parser, most + "c:d\r\n"), FailureCode.HEAD_TOO_LARGE);
  }

  /** Whoever waits for more would keep all that comes, up to a timeout. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /aaaaaaaaaaaaaaaaaaaa…",
        "MMMMMMMM…",
        "GET / HTTP/1.1\r\nX: aaaaaaaa…",
        "GET / HTTP/1.1\r\nX:       …",
        "GET / HTTP/1.1\r\nXXXXXXXXX…"
      })
  void aRequestThatFillsTheBufferIsRefused(String text) {
    String endless = endless(text);
    assertThat(request(HeadParser.forRequests(LIMITS), endless)).isEqualTo(HeadParser.MALFORMED);
    HeadParser parser = HeadParser.forRequests(LONG_LINES);
    assertThat(request(parser, endless)).isEqualTo(HeadParser.MALFORMED);
    assertThat(parser.error()).isIn(FailureCode.TARGET_TOO_LONG, FailureCode.HEAD_TOO_LARGE);
  }

  /** Wherever the limit cuts its end. */
  @Test
  void aRequestLineThatFillsTheBufferIsTooLong() {
    HeadParser parser = HeadParser.forRequests(LONG_LINES);
    String end = " HTTP/1.1\r\n";
    for (int missing = 1; missing <= end.length(); missing++) {
      String target = "a".repeat(HEAD_BYTES - 5 - end.length() + missing);
      assertRefused(parser, request(parser, "GET /" + target + end), FailureCode.TARGET_TOO_LONG);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 aaaaaaaaaa…",
        "HTTP/1.1         …",
        "HTTP/1.1 200 OK\r\nX: aaaaaaaa…",
        "HTTP/1.1 200 OK\r\nX       …",
        "ICY      …"
      })
  void aResponseThatFillsTheBufferIsRefused(String text) {
    for (HeadLimits limits : new HeadLimits[] {LIMITS, LONG_LINES}) {
      for (HeadParser parser :
          new HeadParser[] {
            HeadParser.forResponses(limits), HeadParser.forLenientResponses(limits)
          }) {
        assertRefused(parser, response(parser, endless(text)), FailureCode.BACKEND_INVALID);
      }
    }
  }

  /** The character before the ellipsis, without end. */
  private static String endless(String text) {
    String begun = text.substring(0, text.length() - 1);
    return begun + begun.substring(begun.length() - 1).repeat(HEAD_BYTES);
  }
}
