package io.porty.net.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers first bytes that are no hello. */
class MalformedHelloTest {

  @ParameterizedTest
  @CsvSource({
    // Not TLS at all, or nothing to answer.
    "474554202f, -1",
    "802e010301, -1",
    "1602030001 01, -1",
    "190303000101, -1",
    "1503010002 0228, -1",
    "16030100, -1",
    // RFC 8446 section 5.1: other records, empty ones, long ones.
    "1703030001 00, 10",
    "1403010001 01, 10",
    "1803010003 01ffff, 10",
    "1603010000, 10",
    "1603014001 01, 22",
    "160301ffff 01, 22",
    // Section 4: other messages.
    "1603010004 02000000, 10",
    "1603010001 02, 10",
    // The hello's version, also in a later record.
    "1603010006 010000020200, 70",
    "1603010004 01000002 1603010002 0400, 70",
    "1603010001 01 1603010001 00 1603010001 00 1603010001 02 1603010001 04, 70",
    // What is in it.
    "1603010006 010000020303, 50",
    "1603010006 010000020303 1603010001 00, 50",
    // What follows it.
    "1603010004 01000002 1703030001 00, 10",
    "1603010004 01000002 1603010000, 10",
    "1603010004 01000002 4745540000, 10",
    "1603010004 01000002 1503010002 0228, -1"
  })
  void eachHasItsAlert(String hex, int alert) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(MalformedHello.alert(Bytes.latin1(new String(bytes, StandardCharsets.ISO_8859_1))))
        .isEqualTo(alert);
  }
}
