package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts and ports that clients choose: one reading, or none. */
class TargetParserTest {

  private static final String LABEL = "a".repeat(63);
  private static final String LONGEST = (LABEL + ".").repeat(3) + "a".repeat(61);

  @ParameterizedTest
  @CsvSource({
    "a.test, a.test",
    "A.TesT, a.test",
    "a.test., a.test.",
    "a, a",
    "_dmarc.a-b.c1, _dmarc.a-b.c1",
    "1a, 1a",
    "1.a, 1.a",
    "0x1.a, 0x1.a",
    "az.AZ.09z, az.az.09z",
    "127.0.0.1, 127.0.0.1",
    "10.0.100.0, 10.0.100.0",
    "::1, ::1",
    "[::1], ::1",
    "[FE80::A], fe80::a",
    "::FFFF:1.2.3.4, ::ffff:1.2.3.4",
    "[::ffff:10.20.255.4], ::ffff:10.20.255.4",
    "64:ff9b::127.0.0.1, 64:ff9b::7f00:1",
    "64:FF9B:1:2:3:4:200.7.255.1, 64:ff9b:1:2:3:4:c807:ff01",
    "[1:2:3:4:5:6:200.7.255.1], 1:2:3:4:5:6:c807:ff01"
  })
  void aHostHasOneReading(String sent, String host) {
    assertThat(TargetParser.host(sent)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".a",
        "-a",
        "a-",
        "a-.b",
        "a.-b",
        "a.b-",
        "a.b-.",
        "a b",
        "a/b",
        "a:1",
        "a@b",
        "a,b",
        "a[b",
        "a`b",
        "a{b",
        "a%b",
        "a\u00e9",
        "a;b",
        "a'b",
        // Numbers that some resolvers read as addresses.
        "1",
        "127.1",
        "2130706433",
        "a.1",
        "a.127.",
        "127.0.0.1.",
        "0x7f",
        "0x7F000001",
        "a.0x",
        "a.0x1f",
        "0x7f.0.0.0x1",
        "127.0.0.01",
        "0127.0.0.1",
        "127.0.00.1",
        "1.2.3.256",
        "1.2.3",
        "1.2.3.4.5",
        // Scopes, brackets, halves.
        "fe80::1%1",
        "[fe80::1%25lo]",
        "[::1",
        "::1]",
        "[[::1]]",
        "[a.test]",
        "[127.0.0.1]",
        "[]",
        "[",
        ":::",
        "1:2:3",
        "::g",
        "::1.2.3",
        "::ffff:01.2.3.4",
        "[::ffff:1.2.3.04]",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "x::1.2.3.4"
      })
  void anythingElseIsNone(String sent) {
    assertThat(TargetParser.host(sent)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {62, 63, 64, 65})
  void aLabelEndsAtItsLimit(int length) {
    String name = "b." + "a".repeat(length) + ".c";
    assertThat(TargetParser.host(name)).isEqualTo(length <= 63 ? name : null);
  }

  @ParameterizedTest
  @CsvSource({"'', true", "., true", "b, false", "b., false"})
  void aNameEndsAtItsLimit(String more, boolean valid) {
    assertThat(LONGEST).hasSize(253);
    assertThat(TargetParser.host(LONGEST + more) != null).isEqualTo(valid);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "9, 9",
    "80, 80",
    "65535, 65535",
    "10000, 10000",
    "'', 0",
    "0, 0",
    "00, 0",
    "080, 0",
    "65536, 0",
    "99999, 0",
    "100000, 0",
    "8a, 0",
    "/1, 0",
    ":1, 0",
    "1/, 0",
    "1:, 0",
    "+1, 0",
    "-1, 0",
    "' 1', 0",
    "1 , 1"
  })
  void aPortIsDecimalWithoutLeadingZeros(String sent, int port) {
    assertThat(TargetParser.port(sent)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "'', ''",
    "%61, a",
    "a%62c, abc",
    "%C3%A9, \u00c3\u00a9",
    "a+b, a+b",
    "%2525, %25",
    "%6A%6a, jj",
    "%, ",
    "%6, ",
    "a%6, ",
    "%6g, ",
    "%g6, ",
    "%%61, ",
    "a%, "
  })
  void isDecodedOnce(String sent, String text) {
    Bytes query = Bytes.latin1("x=" + sent + "&y");
    assertThat(TargetParser.decode(query, 2, 2 + sent.length())).isEqualTo(text);
  }

  /** Escapes do not reach into what follows the value. */
  @ParameterizedTest
  @ValueSource(strings = {"%", "%6", "a%6"})
  void anEscapeEndsWithItsValue(String sent) {
    Bytes query = Bytes.latin1(sent + "1111");
    assertThat(TargetParser.decode(query, 0, sent.length())).isNull();
  }
}
