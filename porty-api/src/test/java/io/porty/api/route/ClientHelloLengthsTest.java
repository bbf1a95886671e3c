package io.porty.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import io.porty.api.route.ClientHello.State;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each length of a hello against the one around it (RFC 8446 section 4.1.2, RFC 6066 section 3).
 */
class ClientHelloLengthsTest {

  private static final String RANDOM = "00".repeat(32);

  /** No session, one cipher suite, no compression. */
  private static final String OFFER = "00" + "0002" + "1301" + "0100";

  private static String number(int value, int bytes) {
    return HexFormat.of().toHexDigits(value, 2 * bytes);
  }

  private static String sized(int bytes, String hex) {
    return number(hex.length() / 2, bytes) + hex;
  }

  private static String record(String hex) {
    return "160301" + sized(2, hex);
  }

  /** A hello with these extensions, in a record. */
  private static String hello(String extensions) {
    return record("01" + sized(3, "0303" + RANDOM + OFFER + sized(2, extensions)));
  }

  private static String extension(int type, String content) {
    return number(type, 2) + sized(2, content);
  }

  private static ClientHello read(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return ClientHello.read(Bytes.latin1(new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  @Test
  void extensionsAreRead() {
    ClientHello hello =
        read(
            hello(
                extension(0x7777, "0102")
                    + extension(0, sized(2, "00" + sized(2, "417e21")))
                    + extension(16, sized(2, "026832" + "0161"))
                    + extension(10, sized(2, "001d0017"))
                    + extension(13, sized(2, "0403fffe"))
                    + extension(43, sized(1, "03040303"))));
    assertThat(hello.state()).isEqualTo(State.COMPLETE);
    assertThat(hello.serverName()).contains("a~!");
    assertThat(hello.protocols()).containsExactly("h2", "a");
    assertThat(hello.groups()).containsExactly(0x1d, 0x17);
    assertThat(hello.signatureSchemes()).containsExactly(0x403, 0xfffe);
    assertThat(hello.versions()).containsExactly(0x304, 0x303);
  }

  @Test
  void extensionsMayBeMissingOrEmpty() {
    String bare = "0303" + RANDOM + OFFER;
    for (String hello :
        new String[] {
          record("01" + sized(3, bare)), hello(""), hello(extension(0, "")), hello("77770000")
        }) {
      assertThat(read(hello).state()).isEqualTo(State.COMPLETE);
      assertThat(read(hello).serverName()).isEmpty();
    }
    assertThat(read(record("01" + sized(3, bare + "00"))).isTls()).isFalse();
  }

  /** The name of the type that is known; others are skipped. */
  @ParameterizedTest
  @CsvSource({"00 0001 61, a", "01 0001 62 00 0001 61, a", "01 0001 62, ", "00 0001 61 01 0000, a"})
  void oneNameIsTaken(String list, String name) {
    ClientHello hello = read(hello(extension(0, sized(2, list.replace(" ", "")))));
    assertThat(hello.state()).isEqualTo(State.COMPLETE);
    assertThat(hello.serverName().orElse(null)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A server name: the list, an entry, characters.
        "0000 0006 0003 00 0001 61",
        "0000 0006 0005 00 0001 61",
        "0000 0006 0004 00 0002 61",
        "0000 0006 0004 00 0000 61",
        "0000 0006 0004 00 0001 20",
        "0000 0006 0004 00 0001 7f",
        "0000 0006 0004 00 0001 e1",
        "0000 0002 0001 00",
        // RFC 6066 section 3: not more than one name of a type.
        "0000 000a 0008 00 0001 61 00 0001 62",
        // Protocols.
        "0010 0004 0001 01 61",
        "0010 0004 0003 01 61",
        "0010 0004 0002 02 61",
        "0010 0000",
        "0010 0003 0001 00",
        "0010 0006 0004 00 026832",
        // RFC 8446 section 4.2: none comes twice.
        "0017 0000 0017 0000",
        "0010 0004 0002 01 61 0010 0004 0002 01 62",
        "7777 0000 000a 0004 0002 001d 7777 0001 00",
        "0a0a 0000 ff01 0001 00 0a0a 0000",
        "0040 0000 003f 0000 0040 0000",
        // Numbers.
        "000a 0004 0004 001d",
        "000a 0004 0000 001d",
        "000a 0005 0003 001d17",
        "002b 0003 03 0304",
        "002b 0003 01 0304",
        "000d 0001 00",
        // Extensions.
        "7777 0001",
        "7777 ffff",
        "77"
      })
  void aLengthThatDoesNotFitIsNoTls(String extensions) {
    // More bytes behind it: nothing is missing.
    String hello = hello(extensions.replace(" ", ""));
    assertThat(read(hello + record("00".repeat(80))).state()).isEqualTo(State.NOT_TLS);
  }

  /** RFC 8701 section 2: what a client offers at random, so that servers ignore it. */
  @Test
  void protocolsAreAnyBytes() {
    ClientHello hello = read(hello(extension(16, sized(2, "020a0a" + "026832" + "0320ff7f"))));
    assertThat(hello.state()).isEqualTo(State.COMPLETE);
    assertThat(hello.protocols()).containsExactly("%0A%0A", "h2", "%20%FF%7F");
  }

  @Test
  void differentProtocolsHaveDifferentTexts() {
    ClientHello hello = read(hello(extension(16, sized(2, "010a" + "03253041" + "0125"))));
    assertThat(hello.protocols()).containsExactly("%0A", "%250A", "%25");
  }

  /** Each is compared to all, so that there is a limit, which no client comes near. */
  @ParameterizedTest
  @CsvSource({"64, COMPLETE", "65, NOT_TLS"})
  void extensionsOfUnknownTypesAreLimited(int count, State state) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(extension(0x4000 + i, ""));
    }
    assertThat(read(hello(all.toString())).state()).isEqualTo(state);
  }

  /** Nothing is waited for that the hello has no place for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "21 0002 1301 0100", // a session of 33 bytes
        "20 0002 1301 0100", // one that is longer than the hello
        "00 0003 1301 0100",
        "00 1301 0100",
        "00 0002 1301 0a00"
      })
  void aPartThatIsLongerThanTheHelloIsNoTls(String offer) {
    String body = "0303" + RANDOM + offer.replace(" ", "");
    assertThat(read(record("01" + sized(3, body))).state()).isEqualTo(State.NOT_TLS);
    assertThat(read(record("01" + sized(3, body)) + record("00".repeat(80))).state())
        .isEqualTo(State.NOT_TLS);
  }

  @ParameterizedTest
  @CsvSource({"0002 1301, false", "0004 1301 5600, true", "0004 0056 0013, false"})
  void aFallbackIsTold(String suites, boolean fallback) {
    String body = "0303" + RANDOM + "00" + suites.replace(" ", "") + "0100";
    assertThat(read(record("01" + sized(3, body))).isFallback()).isEqualTo(fallback);
  }

  @Test
  void theLengthOfAllExtensionsIsThatOfTheHello() {
    for (int wrong : new int[] {3, 5}) {
      String hello =
          record("01" + sized(3, "0303" + RANDOM + OFFER + number(wrong, 2) + "77770000"));
      assertThat(read(hello + record("00".repeat(80))).state()).isEqualTo(State.NOT_TLS);
    }
    // Shorter than what it has to have.
    String body = "0303" + RANDOM + OFFER;
    int length = body.length() / 2;
    assertThat(read(record("01" + number(length - 1, 3) + body)).state()).isEqualTo(State.NOT_TLS);
    assertThat(read(record("01" + number(length, 3) + body)).state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void aHelloHasAtMost64Kibibytes() {
    assertThat(read(record("01" + number(1 << 16, 3) + "0303")).state())
        .isEqualTo(State.INCOMPLETE);
    assertThat(read(record("01" + number((1 << 16) + 1, 3) + "0303")).state())
        .isEqualTo(State.NOT_TLS);
  }

  @Test
  void aRecordHasAtMost16Kibibytes() {
    assertThat(read("160301" + "4000" + "01").state()).isEqualTo(State.INCOMPLETE);
    assertThat(read("160301" + "4001").state()).isEqualTo(State.NOT_TLS);
    assertThat(read("160301" + "0000").state()).isEqualTo(State.NOT_TLS);
  }

  @ParameterizedTest
  @CsvSource({
    "16, INCOMPLETE",
    "1603, INCOMPLETE",
    "15, NOT_TLS",
    "1602, NOT_TLS",
    "1604, NOT_TLS",
    "1603ff, INCOMPLETE",
    "160301 0001 01, INCOMPLETE",
    "160301 0001 02, NOT_TLS",
    "160301 0006 01000026 0200, NOT_TLS",
    "160301 0006 01000026 0400, NOT_TLS",
    "160301 0006 01000026 03ff, INCOMPLETE"
  })
  void theFirstBytesTell(String hex, State state) {
    assertThat(read(hex.replace(" ", "")).state()).isEqualTo(state);
  }
}
