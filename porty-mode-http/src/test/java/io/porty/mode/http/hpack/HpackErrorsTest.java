package io.porty.mode.http.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a connection with COMPRESSION_ERROR, and what is too much. */
class HpackErrorsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "index 0 (RFC 7541 6.1), 80",
    "index beyond both tables (2.3.3), be",
    "name index beyond both tables (2.3.3), 7f 00 01 61",
    "index above 2^28 (5.1), ff ff ff ff ff 7f",
    "index that is 2 in its lowest 32 bits (5.1), ff 83 ff ff ff 0f",
    "size update that is 0 in its lowest 32 bits (5.1), 3f e1 ff ff ff 0f 82",
    "length that is 1 in its lowest 32 bits (5.1), 00 7f 82 ff ff ff 0f 61 01 61",
    "index of six more bytes (5.1), ff 80 80 80 80 80 00",
    "size update of six more bytes (5.1), 3f 80 80 80 80 80 00 82",
    "size update of five bytes that goes on (5.1), 3f 80 80 80 80 80 82",
    "length of six more bytes (5.1), 00 7f 80 80 80 80 80 00 01 61",
    "size update that does not end (5.1), 3f",
    "length that does not end (5.1), 00 7f",
    "entry that a size update has evicted (4.3), 40 01 61 01 62 be 20 be",
    "integer that does not end (5.1), ff 80",
    "padding of eight ones (5.2), 00 82 1f ff 01 61",
    "padding of zeros (5.2), 00 81 18 01 61",
    "EOS in a string (5.2), 00 84 ff ff ff ff 01 61",
    "string longer than the block (5.2), 00 05 61 61",
    "no value (6.2.2), 00 01 61",
    "no name (6.2.2), 00",
    "size update above the setting (6.3), 3f e2 1f",
    "size update behind a field (4.2), 82 20",
  })
  void isMalformed(String what, String hex) {
    Blocks blocks = new Blocks(4096);
    blocks.fields(hex);
    assertThat(blocks.result()).as(what).isEqualTo(HpackResult.MALFORMED);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "two size updates at the beginning (4.2), 20 3f e1 1f 82, 1",
    "an integer with leading zeros (5.1), ff 80 80 80 00 82, 0",
    "an empty name and value (5.2), 00 00 00, 1",
    "an entry larger than the table empties it (4.4), 3f 02 40 01 61 01 61, 1",
    "seven ones of padding (5.2), 00 81 ff 00, 0",
  })
  void isNotMalformedBut(String what, String hex, int fields) {
    Blocks blocks = new Blocks(4096);
    int found = blocks.fields(hex).size();
    assertThat(found).as(what).isEqualTo(fields);
  }

  /** Cut anywhere but between fields, a block is malformed, and never anything else. */
  @Test
  void everyCutIsMalformedOrAShorterBlock() {
    byte[] block =
        Blocks.bytes("828684418cf1e3c2e5f23a6ba0ab90f4ff408825a849e95ba97d7f8925a849e95bb8e8b4bf");
    int whole = 0;
    for (int cut = 0; cut < block.length; cut++) {
      Blocks blocks = new Blocks(4096);
      blocks.fields(Arrays.copyOf(block, cut));
      whole += blocks.result() == HpackResult.OK ? 1 : 0;
    }
    // Nothing, after each of the indexed fields, and before the second literal.
    assertThat(whole).isEqualTo(5);
  }

  @Test
  void countsFields() {
    HpackLimits limits = new HpackLimits(3, 1000);
    Blocks below = new Blocks(4096, limits);
    assertThat(below.fields("828282")).hasSize(3);
    assertThat(below.result()).isEqualTo(HpackResult.OK);
    Blocks above = new Blocks(4096, limits);
    above.fields("82828282");
    assertThat(above.result()).isEqualTo(HpackResult.TOO_MANY_FIELDS);
  }

  /** CVE-2016-6581: one entry of the table, named again and again, is counted each time. */
  @Test
  void countsBytesBeforeTheyAreCopied() {
    // ":method" and "GET" count 42 bytes.
    Blocks below = new Blocks(4096, new HpackLimits(100, 84));
    below.fields("8282");
    assertThat(below.result()).isEqualTo(HpackResult.OK);
    Blocks above = new Blocks(4096, new HpackLimits(100, 83));
    assertThat(above.fields("8282")).hasSize(1);
    assertThat(above.result()).isEqualTo(HpackResult.TOO_LONG);
    Blocks literal = new Blocks(4096, new HpackLimits(100, 40));
    assertThat(literal.fields("00 08 6161616161616161 01 61")).isEmpty();
    assertThat(literal.result()).isEqualTo(HpackResult.TOO_LONG);
  }

  @Test
  void literalsCountTogether() {
    String field = "00 02 6161 02 6262 ";
    Blocks below = new Blocks(4096, new HpackLimits(100, 72));
    assertThat(below.fields(field + field)).hasSize(2);
    assertThat(below.result()).isEqualTo(HpackResult.OK);
    Blocks above = new Blocks(4096, new HpackLimits(100, 71));
    assertThat(above.fields(field + field)).hasSize(1);
    assertThat(above.result()).isEqualTo(HpackResult.TOO_LONG);
    Blocks mixed = new Blocks(4096, new HpackLimits(100, 77));
    assertThat(mixed.fields(field + "82")).hasSize(1);
    assertThat(mixed.result()).isEqualTo(HpackResult.TOO_LONG);
  }

  @Test
  void theNameOfATableCountsAsWell() {
    // ":authority" has 10 bytes.
    Blocks below = new Blocks(4096, new HpackLimits(100, 42));
    assertThat(below.fields("01 00")).containsExactly(":authority=");
    Blocks above = new Blocks(4096, new HpackLimits(100, 41));
    assertThat(above.fields("01 00")).isEmpty();
    assertThat(above.result()).isEqualTo(HpackResult.TOO_LONG);
  }

  /** 16 bytes of 0x80, whose codes have 20 bits: the coded text is longer than the text. */
  @Test
  void aHuffmanStringOfLongCodesMayFillTheLimit() {
    String value = "fffe6fffe6".repeat(8);
    String field = "00 10 " + "61".repeat(16) + " a8 " + value;
    Blocks below = new Blocks(4096, new HpackLimits(100, 64));
    assertThat(below.fields(field)).containsExactly("a".repeat(16) + "=" + "\u0080".repeat(16));
    Blocks above = new Blocks(4096, new HpackLimits(100, 63));
    assertThat(above.fields(field)).isEmpty();
    assertThat(above.result()).isEqualTo(HpackResult.TOO_LONG);
  }

  /** A line feed has the longest code, of 30 bits: no text is coded in more. */
  @ParameterizedTest
  @ValueSource(ints = {4, 400, 4000, 16_000})
  void aFieldWithinTheLimitIsTakenHoweverItIsCoded(int length) {
    byte[] block = longestForm(length);
    Blocks below = new Blocks(4096, new HpackLimits(100, 1 + length + 32));
    assertThat(below.fields(block)).containsExactly("a=" + "\n".repeat(length));
    Blocks above = new Blocks(4096, new HpackLimits(100, 1 + length + 31));
    assertThat(above.fields(block)).isEmpty();
    assertThat(above.result()).isEqualTo(HpackResult.TOO_LONG);
  }

  @Test
  void aLongFormThatEndsWithinACodeIsMalformed() {
    int length = 400;
    byte[] block = longestForm(length);
    block[block.length - 1] = 0;
    Blocks blocks = new Blocks(4096, new HpackLimits(100, 1 + length + 32));
    assertThat(blocks.fields(block)).isEmpty();
    assertThat(blocks.result()).isEqualTo(HpackResult.MALFORMED);
  }

  /**
   * The field "a" with a value of line feeds.
   *
   * @param length of the value, a multiple of four
   */
  private static byte[] longestForm(int length) {
    String four = new BigInteger("111111111111111111111111111100".repeat(4), 2).toString(16);
    int bytes = length * 30 / 8;
    StringBuilder hex = new StringBuilder("000161ff");
    int rest = bytes - 127;
    if (rest < 0) {
      hex.setLength(6);
      hex.append(HexFormat.of().toHexDigits((byte) (0x80 | bytes)));
    }
    for (; rest >= 0; rest = rest < 128 ? -1 : rest >> 7) {
      hex.append(HexFormat.of().toHexDigits((byte) (rest < 128 ? rest : 0x80 | rest & 0x7f)));
    }
    return Blocks.bytes(hex.append(four.repeat(length / 4)).toString());
  }

  /** The shortest text of 130 bytes would fit, but this is the longest one, of 208 zeros. */
  @Test
  void noHuffmanStringIsDecodedBeyondTheScratchSpace() {
    Blocks blocks = new Blocks(4096, new HpackLimits(100, 64));
    assertThat(blocks.fields("00 ff 03 " + "00".repeat(130) + " 00")).isEmpty();
    assertThat(blocks.result()).isEqualTo(HpackResult.TOO_LONG);
  }

  @Test
  void aHuffmanStringIsNotDecodedIfItsShortestTextIsTooLong() {
    Blocks blocks = new Blocks(4096, new HpackLimits(100, 64));
    byte[] block = new byte[2048];
    block[1] = (byte) 0xff;
    block[2] = (byte) 0x80;
    block[3] = 0x0e;
    assertThat(blocks.fields(block)).isEmpty();
    assertThat(blocks.result()).isEqualTo(HpackResult.TOO_LONG);
  }
}
