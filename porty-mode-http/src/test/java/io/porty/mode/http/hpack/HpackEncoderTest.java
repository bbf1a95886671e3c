package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of each representation, and what no hop may index. */
class HpackEncoderTest {

  private final HpackEncoder encoder = new HpackEncoder();

  private byte[] block() {
    return Arrays.copyOf(encoder.bytes(), encoder.length());
  }

  private String hex() {
    return HexFormat.of().formatHex(block());
  }

  private void field(String name, String value, boolean neverIndexed) {
    byte[] b = ("." + name + ": " + value).getBytes(StandardCharsets.ISO_8859_1);
    int nameEnd = 1 + name.length();
    encoder.field(b, 1, nameEnd, nameEnd + 2, b.length, neverIndexed);
  }

  @ParameterizedTest
  @CsvSource({
    "200, 88",
    "204, 89",
    "206, 8a",
    "304, 8b",
    "400, 8c",
    "404, 8d",
    "500, 8e",
    "100, 0803313030",
    "418, 0803343138",
    "999, 0803393939"
  })
  void aStatusOfTheStaticTableIsOneByte(int status, String hex) {
    encoder.begin(false);
    encoder.status(status);
    assertThat(hex()).isEqualTo(hex);
  }

  /** RFC 7541 section 4.2. */
  @Test
  void aReducedTableIsAcknowledgedAtTheBeginning() {
    encoder.begin(true);
    encoder.status(200);
    assertThat(hex()).isEqualTo("2088");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization", "cookie", "proxy-authorization", "set-cookie"})
  void aSecretIsNeverIndexed(String name) {
    encoder.begin(false);
    field(name, "x", false);
    byte[] block = block();
    assertThat(block[0] & 0xf0).isEqualTo(0x10);
    assertThat(HpackEncoder.isSecret(block, 0, block.length)).isTrue();
    assertThat(new Blocks(4096).fields(block)).containsExactly(name + "=x never");
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "content-type", "www-authenticate", "user-agent", "x-other"})
  void otherFieldsAreNeverIndexedOnDemandOnly(String name) {
    encoder.begin(false);
    field(name, "x", false);
    byte[] plain = block();
    assertThat(HpackEncoder.isSecret(plain, 0, plain.length)).isFalse();
    assertThat(new Blocks(4096).fields(plain)).containsExactly(name + "=x");
    encoder.begin(false);
    field(name, "x", true);
    byte[] marked = block();
    assertThat(HpackEncoder.isSecret(marked, 0, marked.length)).isTrue();
    assertThat(new Blocks(4096).fields(marked)).containsExactly(name + "=x never");
  }

  @Test
  void nothingIsNoSecret() {
    assertThat(HpackEncoder.isSecret(new byte[] {0x10}, 0, 0)).isFalse();
  }

  /** Name by index where the static table has it, Huffman where it is shorter. */
  @Test
  void aStringHasItsShorterForm() {
    encoder.begin(false);
    field("x", "0", false);
    // One character of five bits is a byte either way.
    assertThat(hex()).isEqualTo("0001780130");
    encoder.begin(false);
    field("via", "00000000", false);
    assertThat(hex()).isEqualTo("0f2d850000000000");
    encoder.begin(false);
    field("via", "\u0001\u0001", false);
    assertThat(hex()).isEqualTo("0f2d020101");
  }

  @Test
  void aNameOfTheStaticTableMayComeByItsIndex() {
    byte[] b = " /a ".getBytes(StandardCharsets.ISO_8859_1);
    encoder.begin(false);
    encoder.indexed(2);
    encoder.literal(4, b, 1, 3, false);
    encoder.literal(4, b, 1, 3, true);
    assertThat(new Blocks(4096).fields(block()))
        .containsExactly(":method=GET", ":path=/a", ":path=/a never");
  }

  /** Below, at and above the ends of a prefix and of its first continuation byte. */
  @ParameterizedTest
  @ValueSource(ints = {0, 126, 127, 128, 254, 255, 256, 16_510, 16_511, 16_512, 20_000})
  void everyLengthIsReadBack(int length) {
    String value = "\u0001".repeat(length);
    byte[] b = value.getBytes(StandardCharsets.ISO_8859_1);
    encoder.begin(false);
    field("x-long", value, false);
    encoder.literal(4, b, 0, length, false);
    Blocks blocks = new Blocks(4096, new HpackLimits(10, 60_000));
    assertThat(blocks.fields(block())).containsExactly("x-long=" + value, ":path=" + value);
  }

  @Test
  void aBlockGrowsAsItNeeds() {
    byte[] known = Blocks.bytes("00 01 61 01 62");
    byte[] b = "/".getBytes(StandardCharsets.ISO_8859_1);
    encoder.begin(false);
    for (int i = 0; i < 1000; i++) {
      encoder.indexed(2);
      encoder.status(418);
      encoder.encoded(known, known.length);
      encoder.literal(4, b, 0, 1, false);
      field("x", "y", false);
    }
    Blocks blocks = new Blocks(4096, new HpackLimits(5000, 1_000_000));
    List<String> fields = blocks.fields(block());
    assertThat(fields).hasSize(5000);
    assertThat(fields.subList(4995, 5000))
        .containsExactly(":method=GET", ":status=418", "a=b", ":path=/", "x=y");
  }

  /** Each kind of field alone, so that none depends on the room that another one has made. */
  @Test
  void eachKindOfFieldMakesItsOwnRoom() {
    byte[] b = "\u0001".repeat(3000).getBytes(StandardCharsets.ISO_8859_1);
    byte[] coded = Blocks.bytes("82".repeat(3000));
    assertThat(new HpackEncoder().bytes()).hasSizeLessThan(1500);
    HpackEncoder one = new HpackEncoder();
    one.field(b, 0, 1500, 1500, 3000, false);
    assertThat(one.length()).isGreaterThan(3000);
    HpackEncoder two = new HpackEncoder();
    two.literal(4, b, 0, 3000, false);
    assertThat(two.length()).isGreaterThan(3000);
    HpackEncoder three = new HpackEncoder();
    three.encoded(coded, 3000);
    assertThat(three.length()).isEqualTo(3000);
    HpackEncoder four = new HpackEncoder();
    HpackEncoder five = new HpackEncoder();
    for (int i = 0; i < 3000; i++) {
      four.indexed(2);
      five.status(418);
    }
    assertThat(four.length()).isEqualTo(3000);
    assertThat(five.length()).isEqualTo(15_000);
  }
}
