package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The parser at every cut of its input, and on input that nobody meant for it. */
class HeadParserTest {

  private static final HeadLimits LIMITS = new HeadLimits(1024, 8192, 32);

  private final HeadParser parser = HeadParser.forRequests(LIMITS);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void findsThePartsOfARequest() {
    byte[] head =
        bytes("\r\nGET /a?b HTTP/1.0\r\nHost: x\r\nA:\t spaced out \t\r\nEmpty:\r\n\r\nbody");

    assertThat(parser.request(head, head.length)).isEqualTo(head.length - 4);
    assertThat(Ascii.text(head, parser.methodStart(), parser.methodEnd())).isEqualTo("GET");
    assertThat(Ascii.text(head, parser.targetStart(), parser.targetEnd())).isEqualTo("/a?b");
    assertThat(parser.minor()).isZero();
    HeaderSpans fields = parser.fields();
    assertThat(fields.count()).isEqualTo(3);
    assertThat(fields.field(0)).isEqualTo(HeaderName.HOST);
    assertThat(Ascii.text(head, fields.valueStart(1), fields.valueEnd(1))).isEqualTo("spaced out");
    assertThat(Ascii.text(head, fields.valueStart(2), fields.valueEnd(2))).isEmpty();
  }

  @Test
  void findsThePartsOfAResponse() {
    HeadParser responses = HeadParser.forResponses(LIMITS);
    byte[] head = bytes("HTTP/1.1 404 Not \u00e9 Found\r\nX: y\r\n\r\n");

    assertThat(responses.response(head, head.length)).isEqualTo(head.length);
    assertThat(responses.status()).isEqualTo(404);
    assertThat(Ascii.text(head, responses.reasonStart(), responses.reasonEnd()))
        .isEqualTo("Not \u00e9 Found");
    byte[] bare = bytes("HTTP/1.0 200\r\n\r\n");
    assertThat(responses.response(bare, bare.length)).isEqualTo(bare.length);
  }

  /**
   * A valid head: every proper beginning asks for more, the whole is complete, and what follows
   * does not matter.
   */
  @Property(tries = 300)
  void asksForMoreUntilTheHeadIsComplete(@ForAll("heads") String head, @ForAll byte[] behind) {
    byte[] all = bytes(head + new String(behind, StandardCharsets.ISO_8859_1));
    for (int cut = 0; cut < head.length(); cut++) {
      assertThat(parser.request(all, cut)).as("cut at %d", cut).isEqualTo(HeadParser.MORE);
    }
    assertThat(parser.request(all, all.length)).isEqualTo(head.length());
  }

  /** Writing the spans down gives the head back: nothing is lost, moved or invented. */
  @Property(tries = 300)
  void losesNothing(@ForAll("heads") String head) {
    byte[] b = bytes(head);
    parser.request(b, b.length);
    StringBuilder again = new StringBuilder();
    again
        .append(Ascii.text(b, parser.methodStart(), parser.methodEnd()))
        .append(' ')
        .append(Ascii.text(b, parser.targetStart(), parser.targetEnd()))
        .append(" HTTP/1.")
        .append(parser.minor())
        .append("\r\n");
    for (int i = 0; i < parser.fields().count(); i++) {
      again.append(Ascii.text(b, parser.fields().nameStart(i), parser.fields().lineEnd(i)));
    }
    assertThat(again.append("\r\n").toString()).isEqualTo(head);
  }

  /** A refusal stays one whatever comes behind it: no later byte can make refused bytes a head. */
  @Property(tries = 2000)
  void neverTakesBackARefusal(@ForAll("almostHeads") String text) {
    byte[] b = bytes(text);
    boolean refused = false;
    for (int cut = 0; cut <= b.length; cut++) {
      int result = parser.request(b, cut);
      assertThat(refused && result != HeadParser.MALFORMED).as("at %d", cut).isFalse();
      refused = result == HeadParser.MALFORMED;
      if (result > 0) {
        return;
      }
    }
  }

  @Provide
  Arbitrary<String> heads() {
    Arbitrary<String> token =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("!#$%&'*+-.^_`|~09")
            .ofMinLength(1)
            .ofMaxLength(9);
    Arbitrary<String> target =
        Arbitraries.strings().withCharRange('$', '~').ofMaxLength(20).map(t -> "/" + t);
    Arbitrary<String> value =
        Arbitraries.strings().withCharRange(' ', '~').withChars("\t\u0080\u00ff").ofMaxLength(20);
    Arbitrary<List<String>> fields =
        Combinators.combine(token, value).as((n, v) -> n + ":" + v + "\r\n").list().ofMaxSize(8);
    return Combinators.combine(token, target, Arbitraries.of("1.0", "1.1"), fields)
        .as((m, t, v, f) -> m + " " + t + " HTTP/" + v + "\r\n" + String.join("", f) + "\r\n");
  }

  /** Heads with one byte changed. */
  @Provide
  Arbitrary<String> almostHeads() {
    return Combinators.combine(
            heads(),
            Arbitraries.integers().between(0, 1000),
            Arbitraries.chars().range('\u0000', '\u00ff'))
        .as(
            (head, at, with) -> {
              int i = at % head.length();
              return head.substring(0, i) + with + head.substring(i + 1);
            });
  }
}
