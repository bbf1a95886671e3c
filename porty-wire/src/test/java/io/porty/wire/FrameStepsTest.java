package io.porty.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the steps of wire cases say in bytes. */
class FrameStepsTest {

  private static String hex(String step) {
    return HexFormat.of().formatHex(FrameSteps.bytes(step));
  }

  @ParameterizedTest
  @CsvSource({
    "data 1 ab, 000002000000000001" + "6162",
    "last 3 a\\r, 000002000100000003" + "610d",
    "bytes 1 3, 000003000000000001" + "000000",
    "reset 1 8, 000004030000000001" + "00000008",
    "frame 6 1 2147483648 00, 000001060180000000" + "00",
    "frame 0 0 1 0*2, 000002000000000001" + "0000",
    "hex 505249, 505249",
    "head 1 x=y, 000005010400000001" + "0001780179",
    "end 1 x=y, 000005010500000001" + "0001780179",
    "times 2 reset # 0, 00000403000000000100000000" + "00000403000000000300000000"
  })
  void areBytes(String step, String expected) {
    assertThat(hex(step)).isEqualTo(expected);
  }

  @Test
  void aLongValueHasMoreThanOneByteOfLength() {
    byte[] block = Http2Bytes.block("x=" + "y".repeat(300));
    assertThat(HexFormat.of().formatHex(block, 0, 6)).isEqualTo("000178" + "7fad01");
  }

  @Test
  void otherWordsAreMistakes() {
    assertThatThrownBy(() -> FrameSteps.bytes("dance 1 x")).hasMessage("no step: dance");
  }
}
