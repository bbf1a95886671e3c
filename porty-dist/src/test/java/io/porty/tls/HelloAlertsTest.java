package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.OpenSslClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told whose hello leads to no connection, on the wire. */
@ExtendWith(LeakCensus.class)
class HelloAlertsTest {

  private static final String RANDOM = "00".repeat(32);

  /** X25519, what ECDSA and RSA sign with, a key share. */
  private static final String USUAL =
      "000a00040002001d"
          + "000d000800060403"
          + "08040401"
          + "003300260024001d0020"
          + "09".repeat(32);

  /** X25519 and P-256. */
  private static final String CURVES = "000a00060004001d0017";

  private static final String SHOP = name("73686f702e74657374");
  private static final String RSA = name("7273612e74657374");

  @TempDir static Path folder;

  private static TestCertificate shop;
  private static TestCertificate shopByRsa;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    shop = certificates.server("shop.test");
    shopByRsa = certificates.request().names("shop.test", "rsa.test").rsa(2048).issue();
    trust = TlsClient.trusting(certificates.authority());
  }

  private static RunningPorty porty(String provider, int backend) {
    return porty(provider, backend, "cert = \"" + shop.cert() + "\", key = \"" + shop.key() + "\"");
  }

  private static RunningPorty porty(String provider, int backend, String tls) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend
            + "\"\ntls = { "
            + tls
            + " }\n");
  }

  private static String sized(int bytes, String hex) {
    return HexFormat.of().toHexDigits(hex.length() / 2, 2 * bytes) + hex;
  }

  private static String hello(String suites, String extensions) {
    return hello("0303", suites, sized(2, extensions));
  }

  private static String hello(String version, String suites, String rest) {
    String body = version + RANDOM + "00" + sized(2, suites) + "0100" + rest;
    return "160301" + sized(2, "01" + sized(3, body));
  }

  private static String versions(String list) {
    return "002b" + sized(2, sized(1, list));
  }

  private static String protocols(String list) {
    return "0010" + sized(2, sized(2, list));
  }

  private static String name(String hex) {
    return "0000" + sized(2, sized(2, "00" + sized(2, hex)));
  }

  static Arguments[] refused() {
    String suites = "1301" + "c02b";
    String both = versions("03040303");
    return new Arguments[] {
      Arguments.of("application data", "1703030001" + "00", "unexpected_message"),
      Arguments.of("an empty record", "1603010000", "unexpected_message"),
      Arguments.of("a record that is too long", "1603014001" + "01", "record_overflow"),
      Arguments.of("a server's hello", "160301000402000000", "unexpected_message"),
      Arguments.of(
          "bytes behind the extensions", hello(suites, USUAL + both + "00"), "decode_error"),
      Arguments.of("a name with NUL", hello(suites, USUAL + both + name("6100")), "decode_error"),
      Arguments.of("a name of UTF-8", hello(suites, USUAL + both + name("c3bc")), "decode_error"),
      Arguments.of(
          "a protocol without bytes",
          hello(suites, USUAL + both + protocols("026832" + "00")),
          "decode_error"),
      Arguments.of(
          "protocols of GREASE alone",
          hello(suites, USUAL + both + protocols("020a0a")),
          "no_application_protocol"),
      Arguments.of("TLS 1.0", hello("0301", "c009" + "c013", ""), "protocol_version"),
      Arguments.of(
          "TLS 1.1, which has no signature algorithms",
          hello("0302", "c009" + "c013", sized(2, "000a00040002001d")),
          "protocol_version"),
      Arguments.of(
          "TLS 1.1 in a list", hello(suites, USUAL + versions("0302")), "protocol_version"),
      Arguments.of(
          "a fallback", hello("c02b" + "5600", USUAL + versions("0303")), "inappropriate_fallback"),
      Arguments.of(
          "SHA-1 alone",
          hello("c02b" + "c02f", CURVES + "000d000600040203" + "0201" + versions("0303")),
          "handshake_failure"),
      Arguments.of(
          "no signature algorithms, which means SHA-1",
          hello("c02b" + "c02f", CURVES + versions("0303")),
          "handshake_failure"),
      Arguments.of(
          "not the key's curve",
          hello("c02b" + "c02f", USUAL + versions("0303")),
          "handshake_failure"),
      Arguments.of("no cipher suite", hello("c013", USUAL + versions("0303")), "handshake_failure"),
    };
  }

  static Arguments[] providersAndRefused() {
    return Stream.of("native", "jdk")
        .flatMap(
            provider ->
                Arrays.stream(refused())
                    .map(one -> Arguments.of(provider, one.get()[0], one.get()[1], one.get()[2])))
        .toArray(Arguments[]::new);
  }

  private static String alert(String answer) {
    assertThat(answer).as("an alert, fatal").matches("150303000202..|150301000202..");
    return switch (Integer.parseInt(answer.substring(12), 16)) {
      case 10 -> "unexpected_message";
      case 22 -> "record_overflow";
      case 40 -> "handshake_failure";
      case 50 -> "decode_error";
      case 70 -> "protocol_version";
      case 86 -> "inappropriate_fallback";
      case 120 -> "no_application_protocol";
      default -> answer;
    };
  }

  /** Sends it and reads to the end. */
  private static String answer(int port, String hex) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(20_000);
      client.getOutputStream().write(HexFormat.of().parseHex(hex));
      return HexFormat.of().formatHex(client.getInputStream().readAllBytes());
    }
  }

  /** RFC 8446 section 6.2. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("providersAndRefused")
  void whatIsNoGoodHelloGetsItsAlert(String provider, String what, String hex, String expected)
      throws IOException {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port())) {
      assertThat(alert(answer(porty.port(), hex))).as(what).isEqualTo(expected);
    }
  }

  /** Its version is what it fails by, and not the algorithms that it does not name. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aClientOfTls12AloneIsToldItsVersionWhereTls13IsWanted(String provider) throws IOException {
    String tls =
        "profile = \"modern\", cert = \"" + shop.cert() + "\", key = \"" + shop.key() + "\"";
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port(), tls)) {
      assertThat(alert(answer(porty.port(), hello("c02b", "000a00040002001d"))))
          .isEqualTo("protocol_version");
    }
  }

  /** RFC 8701 section 3.1: a server ignores what a client offers at random. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void greaseAmongTheProtocolsIsIgnored(String provider) throws IOException {
    String hello =
        hello("0a0a" + "1301", USUAL + versions("0a0a0304") + protocols("020a0a" + "026832"));
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), porty.port())) {
      client.setSoTimeout(20_000);
      client.getOutputStream().write(HexFormat.of().parseHex(hello));
      assertThat(client.getInputStream().read()).as("a record of the handshake").isEqualTo(22);
    }
  }

  /** Finite-field groups cost a server far more than its client (CVE-2002-20001). */
  @ParameterizedTest
  @MethodSource("providersAndGroups")
  void groupsAreTheUsualOnes(String provider, String version, String group, boolean usual) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port())) {
      String said = OpenSslClient.to(porty.port(), version).with("-groups", group).get("shop.test");
      if (usual) {
        assertThat(said).contains("hello");
      } else {
        assertThat(said).contains("alert").doesNotContain("hello");
      }
    }
  }

  static Arguments[] providersAndGroups() {
    return Stream.of("native", "jdk")
        .flatMap(
            provider ->
                Stream.of(
                    Arguments.of(provider, "TLSv1.2", "X25519:P-256", true),
                    Arguments.of(provider, "TLSv1.3", "X25519", true),
                    Arguments.of(provider, "TLSv1.3", "P-256", true),
                    Arguments.of(provider, "TLSv1.3", "P-384", true),
                    Arguments.of(provider, "TLSv1.3", "P-521", provider.equals("jdk")),
                    Arguments.of(provider, "TLSv1.3", "X448", false),
                    Arguments.of(provider, "TLSv1.3", "ffdhe2048", false),
                    Arguments.of(provider, "TLSv1.3", "ffdhe8192", false)))
        .toArray(Arguments[]::new);
  }

  /** RFC 9155 section 3: not even where the client would like it best. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void sha1SignsNothing(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port())) {
      assertThat(
              OpenSslClient.to(porty.port(), "TLSv1.2")
                  .with("-sigalgs", "ECDSA+SHA1:ECDSA+SHA256", "-cipher", "ALL:@SECLEVEL=0")
                  .get("shop.test"))
          .contains("Peer signing digest: SHA256", "hello");
    }
  }

  /**
   * With two keys for a name, too. The last client verifies ECDSA by SHA-256, but lacks its curve:
   * that leaves RSA, and its SHA-1.
   */
  @ParameterizedTest
  @MethodSource("providersAndOldClients")
  void sha1SignsNothingByRsa(String provider, String extensions) throws IOException {
    String tls =
        "certificates = [{ cert = \""
            + shop.cert()
            + "\", key = \""
            + shop.key()
            + "\" }, { cert = \""
            + shopByRsa.cert()
            + "\", key = \""
            + shopByRsa.key()
            + "\" }]";
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port(), tls)) {
      assertThat(alert(answer(porty.port(), hello("c02b" + "c02f", extensions))))
          .isEqualTo("handshake_failure");
    }
  }

  static Stream<Arguments> providersAndOldClients() {
    return Stream.of("native", "jdk")
        .flatMap(
            provider ->
                Stream.of(
                        CURVES + SHOP,
                        CURVES + SHOP + "000d000400020201",
                        CURVES + RSA,
                        CURVES + RSA + "000d000400020201",
                        CURVES + RSA + "000d00060004" + "0403" + "0201",
                        "000a00040002001d" + SHOP + "000d00060004" + "0403" + "0201")
                    .map(extensions -> Arguments.of(provider, extensions)));
  }

  /** A later part of the connection is untouched by what its beginning was checked for. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aUsualClientIsServed(String provider) {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = porty(provider, backend.port());
        TlsClient client = new TlsClient.Options(trust).connect(porty.port())) {
      client.handshake().send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
      assertThat(client.message()).endsWith("hello");
    }
  }
}
