package io.porty.net.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.AddressText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The IPv4 addresses inside an IPv6 one, and the addresses that Porty listens on. */
class AddressReadingsTest {

  private static final AddressReadings READINGS = new AddressReadings(List.of());

  private static List<String> of(InetAddress address) {
    return READINGS.of(address).stream().map(AddressText::of).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "192.0.2.1 | -",
        "2001:db8::1 | -",
        "::1 | -",
        ":: | -",
        "::2 | 0.0.0.2",
        "::10.1.2.3 | 10.1.2.3",
        "::1:10.1.2.3 | -",
        "::ff:10.1.2.3 | -",
        "::ff00:10.1.2.3 | -",
        "1::ffff:10.1.2.3 | -",
        "::1:ffff:10.1.2.3 | -",
        "::ffff:0:10.1.2.3 | 10.1.2.3",
        "64:ff9b::10.1.2.3 | 10.1.2.3",
        "2002:a01:203::1 | 10.1.2.3",
        "2003:a01:203::1 | -",
        "2001:0:a01:203::fefd:fcfb | 10.1.2.3,1.2.3.4",
        "2001:1:a01:203::fefd:fcfb | -",
        "2001:db8::5efe:10.1.2.3 | 10.1.2.3",
        "2001:db8::5eff:10.1.2.3 | -",
        "2001:db8::5ffe:10.1.2.3 | -",
        "2001:db8::1:5efe:10.1.2.3 | -",
        "2001:db8::400:5efe:10.1.2.3 | -"
      })
  void eachFormHasItsAddress(String outer, String inner) throws UnknownHostException {
    List<String> found = of(InetAddress.getByName(outer));
    assertThat(found.get(0)).isEqualTo(AddressText.of(InetAddress.getByName(outer)));
    assertThat(found.subList(1, found.size()))
        .isEqualTo(inner == null ? List.of() : List.of(inner.split(",")));
  }

  /** RFC 8215: at every length, unless that reads as an address of "this network". */
  @Test
  void theLocalUsePrefixHasAnyLength() throws UnknownHostException {
    assertThat(of(InetAddress.getByName("64:ff9b:1:a01:2:304:506:708")))
        .contains("10.1.2.3", "1.2.3.4", "2.3.4.5", "5.6.7.8")
        .hasSize(5);
    assertThat(of(InetAddress.getByName("64:ff9b:1::a01:203")))
        .containsExactly("64:ff9b:1::a01:203", "10.1.2.3");
  }

  /** RFC 6052: a prefix of this network, and nothing beside it. */
  @Test
  void aConfiguredPrefixHasItsAddressesAlone() throws UnknownHostException {
    AddressReadings own =
        new AddressReadings(List.of(Nat64Prefix.parse("2001:db8:64::/96").orElseThrow()));
    InetAddress outside = InetAddress.getByName("2001:db8:65::a01:203");
    assertThat(own.of(outside)).containsExactly(outside);
    InetAddress within = InetAddress.getByName("2001:db8:64::a01:203");
    assertThat(own.of(within)).containsExactly(within, InetAddress.getByName("10.1.2.3"));
  }

  /** Java makes an Inet4Address of it, unless it is asked for an Inet6Address. */
  @Test
  void aMappedAddressIsTheIpv4Address() throws UnknownHostException {
    byte[] b = new byte[16];
    b[10] = -1;
    b[11] = -1;
    b[12] = 10;
    b[15] = 3;
    assertThat(of(Inet6Address.getByAddress(null, b, -1))).containsExactly("10.0.0.3");
    b[9] = 1;
    assertThat(of(Inet6Address.getByAddress(null, b, -1))).hasSize(1).doesNotContain("10.0.0.3");
    b[9] = 0;
    b[0] = 1;
    assertThat(of(Inet6Address.getByAddress(null, b, -1))).hasSize(1).doesNotContain("10.0.0.3");
  }

  // OwnAddresses

  private static SocketAddress at(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, 127.0.0.1, 80, true",
    "127.0.0.1, 80, 127.0.0.1, 81, false",
    "127.0.0.1, 80, 127.0.0.2, 80, false",
    "127.0.0.1, 80, 0.0.0.0, 80, true",
    "0.0.0.0, 80, 127.0.0.1, 80, true",
    "0.0.0.0, 80, 127.0.0.1, 81, false",
    "::, 80, 127.0.0.1, 80, true",
    "::1, 80, ::, 80, true"
  })
  void overlappingSocketsHaveAHolder(
      String bound, int boundPort, String asked, int port, boolean held) {
    OwnAddresses own = new OwnAddresses();
    own.add(UnixDomainSocketAddress.of("/other"), "another");
    own.add(at(bound, boundPort), "owner");
    assertThat(own.holder(at(asked, port))).isEqualTo(held ? "owner" : null);
    own.remove(at(bound, boundPort));
    assertThat(own.holder(at(asked, port))).isNull();
  }

  @Test
  void socketsWithoutAnAddressOverlapNothing() {
    OwnAddresses own = new OwnAddresses();
    own.add(UnixDomainSocketAddress.of("/a"), "unix");
    own.add(InetSocketAddress.createUnresolved("b", 80), "unresolved");
    assertThat(own.holder(UnixDomainSocketAddress.of("/a"))).isEqualTo("unix");
    assertThat(own.holder(UnixDomainSocketAddress.of("/b"))).isNull();
    assertThat(own.holder(at("0.0.0.0", 80))).isNull();
    assertThat(own.holder(InetSocketAddress.createUnresolved("c", 80))).isNull();
    own.add(at("0.0.0.0", 80), "any");
    assertThat(own.holder(InetSocketAddress.createUnresolved("c", 80))).isNull();
    assertThat(own.holder(UnixDomainSocketAddress.of("/b"))).isNull();
  }

  /** Two routes may share a socket; one that ends takes nothing from the other. */
  @Test
  void eachAddIsUndoneOnce() {
    OwnAddresses own = new OwnAddresses();
    own.add(at("127.0.0.1", 80), "one");
    own.add(at("127.0.0.1", 81), "two");
    own.add(at("127.0.0.1", 80), "three");
    own.remove(at("127.0.0.1", 80));
    assertThat(own.holder(at("127.0.0.1", 80))).isEqualTo("three");
    assertThat(own.holder(at("127.0.0.1", 81))).isEqualTo("two");
  }
}
