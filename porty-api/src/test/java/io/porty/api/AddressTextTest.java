package io.porty.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5952 sections 4 and 5, rule by rule. */
class AddressTextTest {

  @ParameterizedTest
  @CsvSource({
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1", // 4.1, 4.2.1
    "2001:db8:0:1:1:1:1:1,                    2001:db8:0:1:1:1:1:1", // 4.2.2
    "2001:0:0:1:0:0:0:1,                      2001:0:0:1::1", // 4.2.3, the longest
    "2001:db8:0:0:1:0:0:1,                    2001:db8::1:0:0:1", // 4.2.3, the first
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:FFFF,  2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", // 4.3
    "0:0:0:0:0:0:0:0,                         ::",
    "0:0:0:0:0:0:0:1,                         ::1",
    "1:0:0:0:0:0:0:0,                         1::",
    "0:0:1:0:0:0:0:1,                         0:0:1::1",
    "fe80:0:0:0:0:0:a:0,                      fe80::a:0",
    "::ffff:192.0.2.1,                        ::ffff:192.0.2.1", // 5
    "::ffff:c000:201,                         ::ffff:192.0.2.1",
    "192.0.2.1,                               192.0.2.1",
    "api.internal,                            api.internal",
    "not:an:address,                          not:an:address",
  })
  void writesHosts(String written, String text) {
    assertThat(AddressText.canonicalHost(written)).isEqualTo(text);
  }

  @Test
  void writesAddresses() throws Exception {
    byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();

    assertThat(AddressText.of(InetAddress.getByName("192.0.2.255"))).isEqualTo("192.0.2.255");
    assertThat(AddressText.of(Inet6Address.getByAddress("", linkLocal, 1))).isEqualTo("fe80::1");
  }

  @Test
  void writesSocketsOfEveryKind() throws Exception {
    assertThat(socket(new InetSocketAddress("192.0.2.1", 80))).isEqualTo("192.0.2.1:80");
    assertThat(socket(new InetSocketAddress("2001:db8:0:0::1", 80))).isEqualTo("[2001:db8::1]:80");
    assertThat(socket(InetSocketAddress.createUnresolved("api", 80))).isEqualTo("api:80");
    assertThat(socket(UnixDomainSocketAddress.of("/run/a"))).isEqualTo("unix:/run/a");
    assertThat(socket(UnixDomainSocketAddress.of(""))).isEqualTo("unix");
    assertThat(AddressText.of((SocketAddress) null)).isEqualTo("unix");
  }

  private static String socket(SocketAddress address) {
    return AddressText.of(address);
  }
}
