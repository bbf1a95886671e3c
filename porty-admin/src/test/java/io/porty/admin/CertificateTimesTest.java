package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times in the text that {@code porty cert} prints. */
class CertificateTimesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-12-28T03:15:19.123456789Z, 2026-12-28T03:15:19Z",
    "2026-12-28T03:15:19Z, 2026-12-28T03:15:19Z",
    "none yet, none yet"
  })
  void haveNoFractionsOfASecond(String instant, String shown) {
    assertThat(CertificatesPage.seconds(instant)).isEqualTo(shown);
  }
}
