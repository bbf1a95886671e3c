package io.porty.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Statuses at the beginning of header blocks; those of RFC 7541 appendix C.5 and C.6 among them.
 */
class Http2StatusTest {

  @ParameterizedTest
  @CsvSource({
    "88, 200",
    "8e, 500",
    "4803333032 58, 302",
    "48826402 5885, 302",
    "4883640eff c1, 307",
    "4803333037, 307",
    "2088, 200",
    "3fe11f 88, -1",
    "0803313033, 103",
    "1882080f, -1",
    "18826841, 421",
    "00073a73746174757303343034, 404",
    "0085b84101c80003343034, 404",
    "8f, -1",
    "07034745 54, -1",
    "48, -1",
    "480333, -1",
    "480478787878, -1",
    "'', -1",
    "20, -1"
  })
  void isFoundInAnyForm(String block, int status) {
    byte[] bytes = HexFormat.of().parseHex(block.replace(" ", ""));
    assertThat(Http2Status.of(bytes, 0, bytes.length)).isEqualTo(status);
  }
}
