package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.FailureCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request is refused with the byte that makes it malformed, and not by a timeout. */
class RefusedAtOnceTest {

  private final HeadParser parser = HeadParser.forRequests(new HeadLimits(1000, 4000, 50));

  private int parse(String text) {
    byte[] b = Ascii.bytes(text);
    return parser.request(b, b.length);
  }

  private static String lines(String text) {
    return text.replace("~", "\r\n").replace("^", "\n").replace("`", "\r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "^",
        "`x",
        ":",
        "\0",
        "\u007f",
        "\u00eb",
        "GET\t",
        "GET:",
        "G\u00eb",
        "GET`",
        "GET  ",
        "GET \t",
        "GET `",
        "GET /#",
        "GET /\u00e9",
        "GET /\u007f",
        "GET /\t",
        "GET /`",
        "GET /^",
        "GET / h",
        "GET /  ",
        "GET / HTTX",
        "GET / HTTP/x",
        "GET / HTTP/1x",
        "GET / HTTP/1.x",
        "GET / HTTP/1./",
        "GET / HTTP/1.:",
        "GET / HTTP/1.1 ",
        "GET / HTTP/1.1^",
        "GET / HTTP/1.1`x"
      })
  void aRequestLineIs(String text) {
    String line = lines(text);
    assertThat(parse(line.substring(0, line.length() - 1))).isEqualTo(HeadParser.MORE);
    assertThat(parse(line)).isEqualTo(HeadParser.MALFORMED);
    assertThat(parser.error()).isEqualTo(FailureCode.BAD_REQUEST);
    assertThat(parse(line + " more")).isEqualTo(HeadParser.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\t",
        ":",
        "\0",
        "^",
        "`x",
        "X ",
        "X\t",
        "X\u00e9",
        "X`",
        "X^",
        "X: \0",
        "X: \u007f",
        "X: a^",
        "X: a`b",
        "X:`x",
        "X: y~ ",
        "X: y~`x"
      })
  void aFieldLineIs(String text) {
    String line = lines(text);
    String head = "GET / HTTP/1.1\r\n" + line;
    assertThat(parse(head.substring(0, head.length() - 1))).isEqualTo(HeadParser.MORE);
    assertThat(parse(head)).isEqualTo(HeadParser.MALFORMED);
    assertThat(parser.error()).isEqualTo(FailureCode.BAD_REQUEST);
    int lineStart = line.lastIndexOf('\n', line.length() - 2) + 1;
    assertThat(parser.fault())
        .startsWith(
            (lineStart > 0 ? "line 3, byte " : "line 2, byte ") + (line.length() - lineStart));
  }

  @ParameterizedTest
  @CsvSource({"0.9", "1.2", "1.9", "2.0", "2.1", "9.1"})
  void aVersionThatIsNotSpokenHasItsCode(String version) {
    assertThat(parse("GET / HTTP/" + version.charAt(0) + ".")).isEqualTo(HeadParser.MORE);
    assertThat(parse("GET / HTTP/" + version)).isEqualTo(HeadParser.MALFORMED);
    assertThat(parser.error()).isEqualTo(FailureCode.BAD_VERSION);
    assertThat(parser.fault()).startsWith("line 1, byte 12: ");
  }
}
