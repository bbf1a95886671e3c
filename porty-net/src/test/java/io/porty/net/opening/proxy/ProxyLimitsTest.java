package io.porty.net.opening.proxy;

import static io.porty.net.opening.proxy.Headers.bytes;
import static io.porty.net.opening.proxy.Headers.inet;
import static io.porty.net.opening.proxy.Headers.tlv;
import static io.porty.net.opening.proxy.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.net.opening.proxy.Headers.Array;
import io.porty.net.opening.proxy.ProxyParse.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers at the ends of what is allowed, and the reasons of those beyond. */
class ProxyLimitsTest {

  private static ProxyParse v1(String line) {
    return ProxyParser.parse(Headers.text("PROXY " + line + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCP4 255.255.255.255 0.0.0.0 65535 0",
        "TCP4 9.10.99.100 199.249.250.255 9 10000",
        "TCP6 1:2:3:4:5:6:255.0.9.10 ::1.2.3.4 1 2",
        "TCP6 fFfF:9:a:A:f:F:0:0 ::2:3:4:5:6:7:8 1 2",
        "TCP6 1:2:3:4:5:6:7:: 1::8 1 2",
        "TCP6 ::1.2.3.4 1:2:3:4:5::1.2.3.4 1 2"
      })
  void theLastValidOnesAre(String line) {
    assertThat(v1(line)).isInstanceOf(ProxyHeader.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCP4 256.0.0.1 1.1.1.1 1 2",
        "TCP4 1.1.1.1000 1.1.1.1 1 2",
        "TCP4 1.1.1./ 1.1.1.1 1 2",
        "TCP4 1.1.1.: 1.1.1.1 1 2",
        "TCP4 1.1.1.1 1.1.1.1 65536 2",
        "TCP4 1.1.1.1 1.1.1.1 1 100000",
        "TCP4 1.1.1.1 1.1.1.1 / 2",
        "TCP4 1.1.1.1 1.1.1.1 : 2",
        "TCP4 1.1.1.1 1.1.1.1 00 2",
        "TCP6 1:2:3:4:5:6:7:8: ::1 1 2",
        "TCP6 1:2:3:4:5:6:7:1.2.3.4 ::1 1 2",
        "TCP6 1:2:3:4:5:1.2.3.4 ::1 1 2",
        "TCP6 1.2.3.4::1 ::1 1 2",
        "TCP6 ::1.2.3.4:1 ::1 1 2",
        "TCP6 1::2:3:4:5:6:7:8 ::1 1 2",
        "TCP6 : ::1 1 2",
        "TCP6 \u00e1:: ::1 1 2",
        "TCP6 ::01234 ::1 1 2"
      })
  void theNextOnesAreNot(String line) {
    assertThat(v1(line)).isEqualTo(new Malformed("an address or port in a wrong form"));
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4, an unknown protocol",
    "TCP, an unknown protocol",
    "UNKNOW, an unknown protocol",
    "UNKNOWNS, an unknown protocol",
    "TCP4 1.1.1.1, fewer fields than addresses and ports",
    "TCP4 1.1.1.1 1.1.1.1, fewer fields than addresses and ports",
    "TCP4 1.1.1.1 1.1.1.1 1, fewer fields than addresses and ports"
  })
  void aLineThatEndsEarlyHasItsReason(String line, String reason) {
    assertThat(v1(line)).isEqualTo(new Malformed(reason));
  }

  @Test
  void aUniqueIdentifierEndsAtItsLimit() {
    byte[] longest = new byte[TlvType.MAX_UNIQUE_ID];
    ProxyParse parse = parse(tlv(TlvType.UNIQUE_ID, longest));
    assertThat(parse).isInstanceOf(ProxyHeader.class);
    assertThat(((ProxyHeader) parse).facts().uniqueId()).hasSize(128);
    assertThat(parse(tlv(TlvType.UNIQUE_ID, new byte[TlvType.MAX_UNIQUE_ID + 1])))
        .isEqualTo(new Malformed("a unique identifier of more than 128 bytes"));
  }

  /** For the log of the connection. */
  @Test
  void aWrongVectorHasItsReason() {
    assertThat(parse(bytes(1, 0, 2, 'x')))
        .isEqualTo(new Malformed("a vector that is longer than the header"));
    assertThat(parse(bytes(1, 0)))
        .isEqualTo(new Malformed("a vector that is longer than the header"));
    assertThat(parse(tlv(TlvType.CRC32C, new byte[4])))
        .isEqualTo(new Malformed("a wrong checksum"));
    assertThat(parse(tlv(TlvType.CRC32C, new byte[3])))
        .isEqualTo(new Malformed("a wrong checksum"));
    assertThat(parse(tlv(TlvType.SSL, new byte[4])))
        .isEqualTo(new Malformed("an SSL vector that is too short"));
    assertThat(parse(tlv(TlvType.SSL, bytes(1, 0, 0, 0, 0, 0x21, 0, 1))))
        .isEqualTo(new Malformed("a vector that is longer than the SSL vector around it"));
    assertThat(parse(tlv(TlvType.SSL, new byte[5]))).isInstanceOf(ProxyHeader.class);
  }

  private static ProxyParse parse(byte[] vector) {
    return ProxyParser.parse(new Array(v2(0x21, 0x11, inet(), vector)));
  }
}
