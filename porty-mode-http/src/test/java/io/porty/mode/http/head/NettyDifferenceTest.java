package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import io.porty.mode.http.framing.FramingRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Request heads before Netty's codec and ours. Where it accepts and we refuse there is a reason,
 * listed here; where we accept, it does too, and reads the same.
 */
class NettyDifferenceTest {

  private static final HeadLimits LIMITS = new HeadLimits(4096, 8192, 100);

  /**
   * The one thing that we take and it refuses unless told: repeated Content-Length lines that are
   * written alike (RFC 9110-8.6 lets them become one, which is what the backend gets).
   */
  private static final HttpDecoderConfig LIKE_OURS =
      new HttpDecoderConfig().setAllowDuplicateContentLengths(true);

  /** What Porty refuses and Netty 4.2.18 takes, by the reason. */
  private static final Map<String, String> REFUSED_BY_US =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GET / HTTP/1.1\r\n\r\n", "no Host (RFC 9112-3.2)"),
              Map.entry("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "two Hosts"),
              Map.entry("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "an invalid Host"),
              Map.entry("GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", "a list of Hosts"),
              Map.entry(
                  "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "folding (RFC 9112-5.2)"),
              Map.entry("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "two spaces (RFC 9112-3)"),
              Map.entry("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "two spaces before the version"),
              Map.entry("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", "a tab for a space"),
              Map.entry("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", "a fragment (RFC 9112-3.2)"),
              Map.entry("GET x HTTP/1.1\r\nHost: a\r\n\r\n", "a target in no form"),
              Map.entry(
                  "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n", "a byte above ASCII in the target"),
              Map.entry("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "CONNECT (no open proxy)"),
              Map.entry(
                  "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "a version that is neither 1.0 nor 1.1"),
              Map.entry(
                  "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                  "a coding that we cannot undo (RFC 9112-6.1)")));

  private static String ours(String head) {
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    HeadParser parser = HeadParser.forRequests(LIMITS);
    int end = parser.request(bytes, bytes.length);
    RequestHead request = new RequestHead(parser);
    if (end <= 0
        || request.read() != null
        || FramingRules.forRequests().request(bytes, parser.fields(), parser.minor()) != null) {
      return "refused";
    }
    StringBuilder out = new StringBuilder();
    out.append(Ascii.text(bytes, parser.methodStart(), parser.methodEnd())).append(' ');
    out.append(Ascii.text(bytes, parser.targetStart(), parser.targetEnd()));
    out.append(" 1.").append(parser.minor());
    for (int i = 0; i < parser.fields().count(); i++) {
      out.append('\n')
          .append(Ascii.text(bytes, parser.fields().nameStart(i), parser.fields().nameEnd(i)))
          .append(':')
          .append(Ascii.text(bytes, parser.fields().valueStart(i), parser.fields().valueEnd(i)));
    }
    return out.toString();
  }

  private static String theirs(String head) {
    EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(LIKE_OURS));
    try {
      channel.writeInbound(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1));
      HttpObject first = channel.readInbound();
      if (!(first instanceof HttpRequest request) || first.decoderResult().isFailure()) {
        ReferenceCountUtil.release(first);
        return "refused";
      }
      StringBuilder out = new StringBuilder();
      out.append(request.method()).append(' ').append(request.uri());
      out.append(" 1.").append(request.protocolVersion().minorVersion());
      for (Map.Entry<String, String> field : request.headers()) {
        out.append('\n').append(field.getKey()).append(':').append(field.getValue());
      }
      return out.toString();
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  static Stream<Arguments> refusedByUs() {
    return REFUSED_BY_US.entrySet().stream().map(e -> Arguments.of(e.getValue(), e.getKey()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedByUs")
  void weRefuseWhatTheyTake(String reason, String head) {
    assertThat(ours(head)).isEqualTo("refused");
    assertThat(theirs(head)).as("or the list is out of date").isNotEqualTo("refused");
  }

  @Provide
  static Arbitrary<String> heads() {
    Arbitrary<String> line =
        Arbitraries.of(
            "GET / HTTP/1.1\r\n",
            "POST /a?b=c HTTP/1.1\r\n",
            "GET http://a/x HTTP/1.1\r\n",
            "OPTIONS * HTTP/1.1\r\n",
            "X-y_z /%41 HTTP/1.0\r\n",
            "\r\nGET / HTTP/1.1\r\n",
            "GET /\u0001 HTTP/1.1\r\n",
            "GET  HTTP/1.1\r\n",
            "GET / HTTP/1.1 \r\n",
            "G\u00ebT / HTTP/1.1\r\n",
            "GET / HTP/1.1\r\n");
    Arbitrary<String> field =
        Arbitraries.of(
            "Host: a\r\n",
            "host:\tb.example:80 \r\n",
            "X: 1\r\n",
            "x: \u00e9\u00ff\r\n",
            "Empty:\r\n",
            "A.b!c: d, e ; f\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: +5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Connection: close, x\r\n",
            "X\u0000: y\r\n",
            "X: \u0000\r\n",
            "X: a\rb\r\n",
            " folded\r\n",
            ": none\r\n",
            "no colon\r\n",
            "X(y: z\r\n");
    return Combinators.combine(line, field.list().ofMaxSize(5))
        .as((start, fields) -> start + String.join("", fields) + "\r\n");
  }

  /** Nobody behind Porty finds another request in what it let through. */
  @Property(tries = 5000)
  void theyTakeWhatWeTakeAndReadTheSame(@ForAll("heads") String head) {
    String ours = ours(head);
    if (!ours.equals("refused")) {
      assertThat(normalised(theirs(head))).isEqualTo(normalised(ours));
    }
  }

  /** Netty joins equal Content-Length lines into one of its own, at the end. */
  private static List<String> normalised(String text) {
    return text.lines()
        .map(line -> line.replace("content-length:", "Content-Length:"))
        .distinct()
        .sorted()
        .toList();
  }
}
