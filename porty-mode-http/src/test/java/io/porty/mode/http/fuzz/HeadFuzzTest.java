package io.porty.mode.http.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.porty.api.route.Rewrite;
import io.porty.mode.http.edit.ExchangeUrls;
import io.porty.mode.http.edit.ForwardedFields;
import io.porty.mode.http.edit.HopFields;
import io.porty.mode.http.edit.OutgoingRequest;
import io.porty.mode.http.edit.OutgoingResponse;
import io.porty.mode.http.edit.RequestEdit;
import io.porty.mode.http.edit.RequestTrace;
import io.porty.mode.http.edit.ResponseEdit;
import io.porty.mode.http.framing.Framing;
import io.porty.mode.http.framing.FramingRules;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadLimits;
import io.porty.mode.http.head.HeadParser;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.RequestHead;
import io.porty.mode.http.head.ResponseHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Heads of arbitrary bytes. The inputs that were found to reach something new are kept in {@code
 * HeadFuzzTestInputs} and replayed by every build; {@code JAZZER_FUZZ=1} looks for more.
 */
class HeadFuzzTest {

  private static final HeadLimits LIMITS = new HeadLimits(1024, 4096, 32);
  private static final byte[] VIA = Ascii.bytes("Via: 1.1 porty-fuzz\r\n");

  @FuzzTest(maxDuration = "2m")
  void request(byte[] input) {
    HeadParser parser = HeadParser.forRequests(LIMITS);
    int end = parser.request(input, input.length);
    sameAtEveryLength(HeadParser.forRequests(LIMITS), true, input, end);
    RequestHead head = new RequestHead(parser);
    FramingRules framing = FramingRules.forRequests();
    if (end <= 0
        || head.read() != null
        || framing.request(input, parser.fields(), parser.minor()) != null) {
      return;
    }
    byte[] once = rewritten(head, framing);
    HeadParser again = HeadParser.forRequests(new HeadLimits(2048, 16_384, 64));
    assertThat(again.request(once, once.length))
        .as("what we send is a head")
        .isEqualTo(once.length);
    RequestHead read = new RequestHead(again);
    assertThat(read.read()).isNull();
    FramingRules reframed = FramingRules.forRequests();
    assertThat(reframed.request(once, again.fields(), again.minor())).isNull();
    assertThat(reframed.framing()).isEqualTo(framing.framing());
    assertThat(reframed.length()).isEqualTo(framing.length());
    assertThat(kept(rewritten(read, reframed)))
        .as("a second proxy of the kind changes nothing but what it adds")
        .isEqualTo(kept(once));
  }

  /** The lines but those that every proxy on the way writes. */
  private static List<String> kept(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.matches("(?i)(via|x-forwarded-\\w+|max-forwards):.*"))
        .toList();
  }

  private static byte[] rewritten(RequestHead head, FramingRules framing) {
    HeadWriter out = new HeadWriter();
    OutgoingRequest to =
        new OutgoingRequest(
                new ForwardedFields(new InetSocketAddress("192.0.2.1", 1), false),
                new RequestTrace(),
                null)
            .from(
                new HopFields(ForwardedFields.Style.X_FORWARDED, VIA, VIA, java.util.Set.of()),
                false)
            .to(Ascii.bytes("backend"), Rewrite.none())
            .body(framing.framing(), framing.length());
    RequestEdit.write(out, head, to, new ExchangeUrls());
    return Arrays.copyOf(out.bytes(), out.length());
  }

  @FuzzTest(maxDuration = "2m")
  void response(byte[] input) {
    HeadParser parser = HeadParser.forResponses(LIMITS);
    int end = parser.response(input, input.length);
    sameAtEveryLength(HeadParser.forResponses(LIMITS), false, input, end);
    FramingRules framing = FramingRules.forResponses();
    if (end <= 0 || framing.response(input, parser.fields(), parser.minor(), false) != null) {
      return;
    }
    ResponseHead head = new ResponseHead(parser);
    head.read();
    HeadWriter out = new HeadWriter();
    OutgoingResponse to =
        new OutgoingResponse()
            .body(
                framing.framing() == Framing.UNTIL_CLOSE ? Framing.CHUNKED : framing.framing(),
                framing.length());
    ResponseEdit.write(out, head, to, Ascii.bytes("Date: now\r\n"));
    HeadParser again = HeadParser.forResponses(new HeadLimits(2048, 16_384, 64));
    assertThat(again.response(out.bytes(), out.length())).isEqualTo(out.length());
    assertThat(again.status()).isEqualTo(parser.status());
    noControlBytes(out.bytes(), again.fields());
  }

  private static void noControlBytes(byte[] b, HeaderSpans fields) {
    for (int i = 0; i < fields.count(); i++) {
      for (int k = fields.valueStart(i); k < fields.valueEnd(i); k++) {
        assertThat(b[k] == '\t' || b[k] < 0 || b[k] >= 0x20).isTrue();
      }
    }
  }

  /**
   * A head that is valid is unfinished at every shorter length; one that is refused never valid.
   */
  private static void sameAtEveryLength(
      HeadParser parser, boolean request, byte[] input, int whole) {
    boolean refused = false;
    for (int length = 0; length < input.length; length++) {
      int end = request ? parser.request(input, length) : parser.response(input, length);
      if (refused) {
        assertThat(end).as("refused for good").isEqualTo(HeadParser.MALFORMED);
      }
      refused = end == HeadParser.MALFORMED;
      if (end > 0) {
        assertThat(end).isEqualTo(whole);
        return;
      }
    }
    if (refused) {
      assertThat(whole).isEqualTo(HeadParser.MALFORMED);
    }
  }
}
