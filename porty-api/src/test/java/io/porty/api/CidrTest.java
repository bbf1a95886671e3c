package io.porty.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010.0.0.1",
        "10.0.0.01",
        "10.00.0.0/8",
        "::ffff:010.0.0.1",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "::ffff:10.0.0.0/64",
        "10.0.0",
        "front.example"
      })
  void isNone(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:10.0.0.0/104, 11.0.0.0, false",
    "::ffff:10.0.0.1, 10.0.0.1, true",
    "::ffff:a00:1, 10.0.0.1, true",
    "::ffff:0:0/96, 192.0.2.1, true",
    "fd00::/8, fd12::1, true",
    "fd00::/8, 10.0.0.1, false",
    "::/0, 10.0.0.1, false",
    "2001:db8::01:2, 2001:db8::1:2, true",
    "64:ff9b::10.0.0.0/104, 64:ff9b::a01:203, true"
  })
  void has(String block, String address, boolean inside) throws Exception {
    assertThat(Cidr.parse(block).orElseThrow().contains(InetAddress.getByName(address)))
        .isEqualTo(inside);
  }
}
