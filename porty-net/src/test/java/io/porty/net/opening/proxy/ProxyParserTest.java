package io.porty.net.opening.proxy;

import static io.porty.net.opening.proxy.Headers.bytes;
import static io.porty.net.opening.proxy.Headers.inet;
import static io.porty.net.opening.proxy.Headers.tlv;
import static io.porty.net.opening.proxy.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.AddressText;
import io.porty.api.ProxyFacts;
import io.porty.net.opening.proxy.Headers.Array;
import io.porty.net.opening.proxy.ProxyParse.Incomplete;
import io.porty.net.opening.proxy.ProxyParse.Malformed;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of proxy-protocol.txt, by section. */
class ProxyParserTest {

  private static ProxyParse parse(byte[] bytes) {
    return ProxyParser.parse(new Array(bytes));
  }

  private static ProxyHeader header(byte[] bytes) {
    ProxyParse parse = parse(bytes);
    assertThat(parse).isInstanceOf(ProxyHeader.class);
    return (ProxyHeader) parse;
  }

  private static ProxyFacts facts(byte[]... tlvs) {
    byte[][] payload = new byte[tlvs.length + 1][];
    payload[0] = inet();
    System.arraycopy(tlvs, 0, payload, 1, tlvs.length);
    return header(v2(0x21, 0x11, payload)).facts();
  }

  /** 2.1: "TCP4" and "TCP6", addresses in canonical form, ports 0 to 65535. */
  @ParameterizedTest
  @CsvSource({
    "TCP4 192.0.2.1 198.51.100.2 4711 443, 192.0.2.1:4711, 198.51.100.2:443",
    "TCP4 0.0.0.0 255.255.255.255 0 65535, 0.0.0.0:0, 255.255.255.255:65535",
    "TCP6 2001:db8::1 ::1 4711 443, [2001:db8::1]:4711, [::1]:443",
    "TCP6 :: 1:2:3:4:5:6:7:8 1 2, [::]:1, [1:2:3:4:5:6:7:8]:2",
    "TCP6 2001:DB8:0:0::ffff 1:: 1 2, [2001:db8::ffff]:1, [1::]:2",
    "TCP6 ::ffff:192.0.2.1 64:ff9b::192.0.2.33 1 2, 192.0.2.1:1, [64:ff9b::c000:221]:2",
  })
  void version1NamesBothEnds(String line, String client, String local) {
    ProxyParse parse = ProxyParser.parse(Headers.text("PROXY " + line + "\r\nrest"));
    assertThat(parse)
        .isInstanceOfSatisfying(
            ProxyHeader.class,
            header -> {
              assertThat(AddressText.of(header.client())).isEqualTo(client);
              assertThat(AddressText.of(header.local())).isEqualTo(local);
              assertThat(header.length()).isEqualTo(line.length() + 8);
              assertThat(header.facts()).isNull();
            });
  }

  /** 2.1: "the receiver must ignore anything presented before the CRLF". */
  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "UNKNOWN ", "UNKNOWN ffff::1 ffff::2 65535 65535"})
  void version1MayNotKnow(String line) {
    ProxyHeader header = (ProxyHeader) ProxyParser.parse(Headers.text("PROXY " + line + "\r\n"));
    assertThat(header.client()).isNull();
    assertThat(header.length()).isEqualTo(line.length() + 8);
  }

  /** 2.1: anything else is no header. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TCP4  192.0.2.1 198.51.100.2 4711 443",
        "TCP4 192.0.2.1 198.51.100.2 4711 443 ",
        "TCP4 192.0.2.1 198.51.100.2 4711",
        "TCP4 192.0.2.1 198.51.100.2 4711 443 1",
        "TCP4 192.0.2.01 198.51.100.2 4711 443",
        "TCP4 192.0.2.256 198.51.100.2 4711 443",
        "TCP4 192.0.2 198.51.100.2 4711 443",
        "TCP4 192.0.2.1. 198.51.100.2 4711 443",
        "TCP4 192.0.2.1.1 198.51.100.2 4711 443",
        "TCP4 ::1 198.51.100.2 4711 443",
        "TCP4 192.0.2.1 198.51.100.2 04711 443",
        "TCP4 192.0.2.1 198.51.100.2 65536 443",
        "TCP4 192.0.2.1 198.51.100.2 +1 443",
        "TCP4 192.0.2.1 198.51.100.2 -1 443",
        "TCP4 192.0.2.1 198.51.100.2 4711 ",
        "TCP4 192.0.2.1\t198.51.100.2 4711 443",
        "TCP6 192.0.2.1 ::1 4711 443",
        "TCP6 1:2:3:4:5:6:7 ::1 4711 443",
        "TCP6 1:2:3:4:5:6:7:8:9 ::1 4711 443",
        "TCP6 1:2:3:4:5:6:7::8 ::1::2 4711 443",
        "TCP6 ::12345 ::1 4711 443",
        "TCP6 :1 ::1 4711 443",
        "TCP6 1: ::1 4711 443",
        "TCP6 ::: ::1 4711 443",
        "TCP6 1:2:3:4::5:6:7:8 ::1 4711 443",
        "TCP6 fe80::1%eth0 ::1 4711 443",
        "TCP6 ::g ::1 4711 443",
        "TCP6 1:2:3:4:5:6:7:1.2.3.4 ::1 4711 443",
        "tcp4 192.0.2.1 198.51.100.2 4711 443",
        "UDP4 192.0.2.1 198.51.100.2 4711 443",
        "UNKNOWNS",
        "",
      })
  void version1InAnotherFormIsNone(String line) {
    assertThat(ProxyParser.parse(Headers.text("PROXY " + line + "\r\n")))
        .isInstanceOf(Malformed.class);
  }

  /** 2.1: "a 107-byte line is the longest". */
  @Test
  void version1HasAtMost107Bytes() {
    String longest = "PROXY UNKNOWN " + "x".repeat(91);
    assertThat(longest.length() + 2).isEqualTo(107);
    assertThat(ProxyParser.parse(Headers.text(longest + "\r\n"))).isInstanceOf(ProxyHeader.class);
    assertThat(ProxyParser.parse(Headers.text(longest + "x\r\n"))).isInstanceOf(Malformed.class);
    assertThat(ProxyParser.parse(Headers.text(longest + "xx"))).isInstanceOf(Malformed.class);
    assertThat(ProxyParser.parse(Headers.text(longest + "x"))).isInstanceOf(Incomplete.class);
  }

  /** 2.1: the line ends with CR and LF. */
  @ParameterizedTest
  @ValueSource(
      strings = {"PROXY UNKNOWN\n", "PROXY UNKNOWN\rx", "PROXY UNKNOWN\r\r\n", "PROXY\r\n"})
  void version1EndsWithCarriageReturnAndLineFeed(String text) {
    assertThat(ProxyParser.parse(Headers.text(text))).isInstanceOf(Malformed.class);
  }

  /** 2: "never guessed". */
  @ParameterizedTest
  @ValueSource(
      strings = {"G", "GET / HTTP/1.1\r\n", "PR0", "proxy ", "\u0016\u0003\u0001", "\r\n\r\nX"})
  void otherBytesAreRefusedAtOnce(String text) {
    assertThat(ProxyParser.parse(Headers.text(text))).isInstanceOf(Malformed.class);
  }

  /** 2.2: TCP over IPv4 and IPv6. */
  @Test
  void version2NamesBothEnds() {
    ProxyHeader four = header(v2(0x21, 0x11, inet()));
    assertThat(AddressText.of(four.client())).isEqualTo("192.0.2.1:4711");
    assertThat(AddressText.of(four.local())).isEqualTo("198.51.100.2:443");
    assertThat(four.length()).isEqualTo(28);
    byte[] six = new byte[36];
    six[0] = 0x20;
    six[1] = 0x01;
    six[15] = 1;
    six[31] = 2;
    six[33] = 80;
    ProxyHeader header = header(v2(0x21, 0x21, six));
    assertThat(AddressText.of(header.client())).isEqualTo("[2001::1]:80");
    assertThat(AddressText.of(header.local())).isEqualTo("[::2]:0");
  }

  /** An IPv4-mapped address is the client's IPv4 one: limits and rules for it hold. */
  @Test
  void version2MappedAddressesAreIpv4() {
    byte[] six = new byte[36];
    System.arraycopy(bytes(0xff, 0xff, 192, 0, 2, 1), 0, six, 10, 6);
    InetSocketAddress client = (InetSocketAddress) header(v2(0x21, 0x21, six)).client();
    assertThat(client.getAddress()).isInstanceOf(Inet4Address.class);
  }

  /** 2.2: a Unix domain socket. */
  @Test
  void version2MayNameUnixSockets() {
    ProxyHeader header = header(v2(0x21, 0x31, new byte[216]));
    assertThat(AddressText.of(header.client())).isEqualTo("unix");
    assertThat(header.length()).isEqualTo(16 + 216);
  }

  static Stream<byte[]> namesNobody() {
    return Stream.of(
        v2(0x20, 0x00), // LOCAL
        v2(0x20, 0xff, inet()), // LOCAL: "discard the protocol block including the family"
        v2(0x20, 0x11, bytes(1, 2, 3)),
        v2(0x21, 0x00), // UNSPEC
        v2(0x21, 0x00, bytes(1, 2, 3)),
        v2(0x21, 0x12, inet()), // UDP
        v2(0x21, 0x22, new byte[36]),
        v2(0x21, 0x32, new byte[216]),
        v2(0x21, 0x10, inet()));
  }

  /** 2.2: LOCAL, UNSPEC and datagrams keep the addresses of the socket. */
  @ParameterizedTest
  @MethodSource("namesNobody")
  void version2MayNameNobody(byte[] bytes) {
    ProxyHeader header = header(bytes);
    assertThat(header.client()).isNull();
    assertThat(header.local()).isNull();
    assertThat(header.length()).isEqualTo(bytes.length);
  }

  static Stream<byte[]> malformed() {
    byte[] tooLong = v2(0x21, 0x11, inet(), new byte[4096 - 11]);
    return Stream.of(
        v2(0x11, 0x11, inet()), // version
        v2(0x31, 0x11, inet()),
        v2(0x22, 0x11, inet()), // command
        v2(0x2f, 0x11, inet()),
        v2(0x21, 0x41, new byte[216]), // family
        v2(0x21, 0x13, inet()), // protocol
        v2(0x21, 0x11, new byte[11]), // length
        v2(0x21, 0x21, new byte[35]),
        v2(0x21, 0x31, new byte[215]),
        v2(0x21, 0x11),
        tooLong,
        v2(0x20, 0x00, new byte[4097]),
        v2(0x21, 0x11, inet(), bytes(4)), // vectors
        v2(0x21, 0x11, inet(), bytes(4, 0)),
        v2(0x21, 0x11, inet(), bytes(4, 0, 1)),
        v2(0x21, 0x11, inet(), bytes(4, 0xff, 0xff, 1)),
        v2(0x21, 0x11, inet(), tlv(0x03, bytes(1, 2, 3, 4))), // 2.2.3 checksum
        v2(0x21, 0x11, inet(), tlv(0x03, bytes(1, 2, 3))),
        v2(0x21, 0x11, inet(), tlv(0x05, "x".repeat(129))), // 2.2.5
        v2(0x21, 0x11, inet(), tlv(0x20, bytes(1, 0, 0, 0))), // 2.2.6
        v2(0x21, 0x11, inet(), tlv(0x20, bytes(1, 0, 0, 0, 0, 0x21, 0, 9))));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void version2InAnotherFormIsNone(byte[] bytes) {
    assertThat(parse(bytes)).isInstanceOf(Malformed.class);
  }

  /** 2.2: the length may be more than the family needs, up to what is read. */
  @Test
  void version2MayHaveUpTo4KilobytesBehindItsHead() {
    byte[] noop = tlv(0x04, new byte[4096 - 12 - 3]);
    assertThat(header(v2(0x21, 0x11, inet(), noop)).length()).isEqualTo(16 + 4096);
  }

  /** 2.2.1, 2.2.2, 2.2.5: ALPN, AUTHORITY, UNIQUE_ID; unknown ones and NOOP are skipped. */
  @Test
  void vectorsAreRead() {
    ProxyFacts facts =
        facts(
            tlv(0x04, new byte[7]),
            tlv(0x01, "h2"),
            tlv(0xee, "private"),
            tlv(0x02, "shop.test"),
            tlv(0x05, bytes(0xff, 1)),
            tlv(0x30, "ns"));
    assertThat(facts).isEqualTo(new ProxyFacts("shop.test", "h2", "\u00ff\u0001", null));
    assertThat(facts(tlv(0x04, new byte[0]))).isNull();
  }

  /** What is shown to people must not break their lines. */
  @Test
  void textsWithControlCharactersAreLeftOut() {
    assertThat(facts(tlv(0x02, "a\r\nb"), tlv(0x01, "h2")))
        .isEqualTo(new ProxyFacts(null, "h2", null, null));
  }

  /** 2.2.6: PP2_TYPE_SSL with its own vectors. */
  @Test
  void theSslVectorIsRead() {
    assertThat(facts(Headers.ssl()).ssl())
        .isEqualTo(new ProxyFacts.Ssl("TLSv1.3", null, "alice", true));
    // Verification failed.
    assertThat(facts(tlv(0x20, bytes(7, 0, 0, 0, 1), tlv(0x23, "AES"))).ssl())
        .isEqualTo(new ProxyFacts.Ssl(null, "AES", null, false));
    // No certificate: nothing was verified.
    assertThat(facts(tlv(0x20, bytes(1, 0, 0, 0, 0))).ssl())
        .isEqualTo(new ProxyFacts.Ssl(null, null, null, false));
    // No TLS.
    assertThat(facts(tlv(0x20, bytes(0, 0, 0, 0, 0)))).isNull();
  }

  /** 2.2.3: CRC32C over the whole header, with zeros in its own place. */
  @Test
  void aChecksumIsVerified() {
    byte[] bytes =
        v2(0x21, 0x11, inet(), tlv(0x02, "shop.test"), tlv(0x03, new byte[4]), tlv(0x04, "x"));
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int at = 16 + 12 + 3 + 9 + 3;
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (crc.getValue() >> 8 * (3 - i));
    }
    assertThat(header(bytes).facts().authority()).isEqualTo("shop.test");
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 0x40;
      ProxyParse parse = parse(flipped);
      boolean unnoticed = parse instanceof ProxyHeader header && header.client() != null;
      // The type of the checksum itself makes it an unknown vector.
      assertThat(unnoticed).as("byte %d", i).isEqualTo(i == at - 3);
    }
  }

  /** "Split at every byte it parses the same." */
  @Test
  void everyPrefixIsIncompleteAndWhatFollowsIsTheClients() {
    for (byte[] whole : Headers.valid()) {
      for (int cut = 0; cut < whole.length; cut++) {
        assertThat(ProxyParser.parse(new Array(whole, cut))).isInstanceOf(Incomplete.class);
      }
      ProxyHeader alone = header(whole);
      assertThat(alone.length()).isEqualTo(whole.length);
      assertThat(header(Arrays.copyOf(whole, whole.length + 100))).isEqualTo(alone);
    }
  }

  /** Nothing but the three answers, the same for any further bytes once it is decided. */
  @Test
  void changedHeadersNeverThrowAndAreDecidedOnce() {
    Random random = new Random(18);
    byte[][] valid = Headers.valid();
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = Arrays.copyOf(valid[round % valid.length], 300);
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        int length = valid[round % valid.length].length;
        bytes[random.nextInt(length)] = (byte) random.nextInt(256);
      }
      ProxyParse all = parse(bytes);
      int cut = random.nextInt(bytes.length);
      ProxyParse some = ProxyParser.parse(new Array(bytes, cut));
      if (!(some instanceof Incomplete)) {
        assertThat(all).isEqualTo(some);
      } else if (all instanceof ProxyHeader header) {
        assertThat(header.length()).isGreaterThan(cut);
      }
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      parse(noise);
    }
  }
}
