package io.porty.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentEncodingTest {

  @Test
  void readsEveryOctetInBothCases() {
    for (int octet = 0; octet < 256; octet++) {
      String upper = String.format("%02X", octet);
      String lower = String.format("%02x", octet);
      assertThat(PercentEncoding.octet(upper.charAt(0), upper.charAt(1))).isEqualTo(octet);
      assertThat(PercentEncoding.octet(lower.charAt(0), lower.charAt(1))).isEqualTo(octet);
    }
  }

  @Test
  void refusesEverythingElse() {
    for (int c = -128; c < 0x10000; c++) {
      boolean digit = c > 0 && c < 0x80 && "0123456789abcdefABCDEF".indexOf(c) >= 0;
      assertThat(PercentEncoding.octet(c, '0') >= 0).as("digit %d", c).isEqualTo(digit);
      assertThat(PercentEncoding.octet('0', c) >= 0).as("digit %d", c).isEqualTo(digit);
    }
  }
}
