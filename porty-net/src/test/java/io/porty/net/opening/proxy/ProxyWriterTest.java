package io.porty.net.opening.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.porty.api.ProxyFacts;
import io.porty.api.TlsSession;
import io.porty.api.mode.ConnectionFacts;
import io.porty.net.opening.proxy.Headers.Array;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that are sent. */
class ProxyWriterTest {

  private static final SocketAddress UNIX = UnixDomainSocketAddress.of("");

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  private static byte[] written(ProxyVersion version, ConnectionFacts facts) {
    return written(version, facts, null);
  }

  private static byte[] written(
      ProxyVersion version, ConnectionFacts facts, @Nullable String uniqueId) {
    EmbeddedChannel client = new EmbeddedChannel();
    facts.attachTo(client);
    ByteBuf header =
        new ProxyWriter(version, uniqueId).header(client, UnpooledByteBufAllocator.DEFAULT);
    try {
      return ByteBufUtil.getBytes(header);
    } finally {
      header.release();
      client.finishAndReleaseAll();
    }
  }

  private static ConnectionFacts facts(SocketAddress client, SocketAddress local) {
    return ConnectionFacts.of(client).withLocal(local);
  }

  /** 2.1; an IPv4 address beside an IPv6 one is sent IPv4-mapped. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 198.51.100.2, PROXY TCP4 192.0.2.1 198.51.100.2 4711 443",
    "2001:db8::1, ::1, PROXY TCP6 2001:db8::1 ::1 4711 443",
    "192.0.2.1, ::1, PROXY TCP6 ::ffff:192.0.2.1 ::1 4711 443",
    "::1, 192.0.2.1, PROXY TCP6 ::1 ::ffff:192.0.2.1 4711 443",
  })
  void version1(String client, String local, String line) {
    byte[] written = written(ProxyVersion.V1, facts(at(client, 4711), at(local, 443)));
    assertThat(new String(written, StandardCharsets.US_ASCII)).isEqualTo(line + "\r\n");
    ProxyHeader read = (ProxyHeader) ProxyParser.parse(new Array(written));
    assertThat(read.client()).isEqualTo(at(client, 4711));
    assertThat(read.local()).isEqualTo(at(local, 443));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 198.51.100.2, 28", "2001:db8::1, ::1, 52", "192.0.2.1, ::1, 52"})
  void version2(String client, String local, int length) {
    byte[] written = written(ProxyVersion.V2, facts(at(client, 4711), at(local, 443)));
    ProxyHeader read = (ProxyHeader) ProxyParser.parse(new Array(written));
    assertThat(read).isEqualTo(new ProxyHeader(length, at(client, 4711), at(local, 443), null));
  }

  /** 2.1, 2.2: a client without an address. */
  @Test
  void aClientOfAUnixSocketIsUnknownOrLocal() {
    assertThat(new String(written(ProxyVersion.V1, facts(UNIX, UNIX)), StandardCharsets.US_ASCII))
        .isEqualTo("PROXY UNKNOWN\r\n");
    assertThat(written(ProxyVersion.V2, facts(UNIX, UNIX))).isEqualTo(Headers.v2(0x20, 0x00));
  }

  @Test
  void nobodyInParticularIsUnknownOrLocal() {
    ByteBuf header =
        new ProxyWriter(ProxyVersion.V2, "id-1").header(null, UnpooledByteBufAllocator.DEFAULT);
    assertThat(ByteBufUtil.getBytes(header)).isEqualTo(Headers.v2(0x20, 0x00));
    header.release();
  }

  /** 2.2.5: an own name of the connection, if the client's header has none. */
  @Test
  void theNameOfTheConnectionIsTold() {
    ConnectionFacts plain = facts(at("192.0.2.1", 1), at("192.0.2.2", 2));
    ProxyHeader read =
        (ProxyHeader) ProxyParser.parse(new Array(written(ProxyVersion.V2, plain, "id-1")));
    assertThat(read.facts()).isEqualTo(new ProxyFacts(null, null, "id-1", null));
    ConnectionFacts named = plain.withProxy(new ProxyFacts(null, null, "id-0", null));
    read = (ProxyHeader) ProxyParser.parse(new Array(written(ProxyVersion.V2, named, "id-1")));
    assertThat(read.facts()).isEqualTo(new ProxyFacts(null, null, "id-0", null));
  }

  /** 2.2.1, 2.2.2, 2.2.6: of the client's TLS. */
  @Test
  void theClientsTlsIsTold() {
    TlsSession tls =
        new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "shop.test", "h2", false, null);
    byte[] written =
        written(ProxyVersion.V2, facts(at("192.0.2.1", 1), at("192.0.2.2", 2)).withTls(tls));
    ProxyHeader read = (ProxyHeader) ProxyParser.parse(new Array(written));
    assertThat(read.facts())
        .isEqualTo(
            new ProxyFacts(
                "shop.test",
                "h2",
                null,
                new ProxyFacts.Ssl("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, false)));
  }

  /** What came in a trusted header goes on. */
  @Test
  void whatAHeaderSaidGoesOn() {
    ProxyFacts said =
        new ProxyFacts(
            "shop.test",
            "h2",
            "\u00ff\u0000id",
            new ProxyFacts.Ssl("TLSv1.2", null, "alice", true));
    byte[] written =
        written(ProxyVersion.V2, facts(at("192.0.2.1", 1), at("192.0.2.2", 2)).withProxy(said));
    assertThat(((ProxyHeader) ProxyParser.parse(new Array(written))).facts()).isEqualTo(said);
  }

  /** Porty reads what it writes, whatever a header said. */
  @Test
  void aVectorThatDoesNotFitIsLeftOut() {
    ProxyFacts said = new ProxyFacts("a".repeat(3000), "b".repeat(2000), "id", null);
    byte[] written =
        written(ProxyVersion.V2, facts(at("192.0.2.1", 1), at("192.0.2.2", 2)).withProxy(said));
    ProxyFacts read = ((ProxyHeader) ProxyParser.parse(new Array(written))).facts();
    assertThat(read.uniqueId()).isEqualTo("id");
    assertThat(read.protocol()).hasSize(2000);
    assertThat(read.authority()).isNull();
  }

  private static byte[] writtenAfter(ProxyFacts said) {
    return written(ProxyVersion.V2, facts(at("192.0.2.1", 1), at("192.0.2.2", 2)).withProxy(said));
  }

  @ParameterizedTest
  @CsvSource({"4080, true", "4081, true", "4082, false"})
  void aVectorMayFillTheHeader(int length, boolean fits) {
    byte[] written = writtenAfter(new ProxyFacts(null, "a".repeat(length), null, null));
    assertThat(written).hasSize(fits ? 28 + 3 + length : 28);
    assertThat(ProxyParser.parse(new Array(written))).isInstanceOf(ProxyHeader.class);
  }

  /** Eight bytes without what is inside. */
  @ParameterizedTest
  @CsvSource({"4072, true", "4073, true", "4074, false"})
  void aVectorOfTlsMayFillTheHeader(int before, boolean fits) {
    ProxyFacts.Ssl ssl = new ProxyFacts.Ssl("TLSv1.3", "x", "alice", true);
    byte[] written = writtenAfter(new ProxyFacts(null, "a".repeat(before), null, ssl));
    ProxyFacts read = ((ProxyHeader) ProxyParser.parse(new Array(written))).facts();
    assertThat(read.ssl()).isEqualTo(fits ? new ProxyFacts.Ssl(null, null, null, true) : null);
  }

  /** 2.2.6: CLIENT_SSL, CLIENT_CERT_CONN and CLIENT_CERT_SESS, and zero for a verified one. */
  @ParameterizedTest
  @CsvSource({"true, 7, 0", "false, 1, 1"})
  void aCertificateIsToldByBits(boolean verified, int client, int verify) {
    byte[] written =
        writtenAfter(
            new ProxyFacts(null, null, null, new ProxyFacts.Ssl(null, null, null, verified)));
    assertThat(Arrays.copyOfRange(written, 28, written.length))
        .isEqualTo(Headers.bytes(0x20, 0, 5, client, 0, 0, 0, verify));
  }
}
