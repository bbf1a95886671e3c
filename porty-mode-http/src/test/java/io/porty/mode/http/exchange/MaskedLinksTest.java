package io.porty.mode.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedLinksTest {

  @ParameterizedTest
  @CsvSource({
    "/a?porty_sig=a.b, /a?porty_sig=****",
    "/a?x=1&porty_sig=a.b&y=2, /a?x=1&porty_sig=****&y=2",
    "/a?p%6frty%5Fsig=a.b, /a?p%6frty%5Fsig=****",
    "/a?porty_sig=a&porty_sig=b, /a?porty_sig=****&porty_sig=****",
    "http://h/?porty_sig=a#f, http://h/?porty_sig=****#f",
    "/a?porty_sig, /a?porty_sig",
    "/a?porty_sign=x, /a?porty_sign=x",
    "/porty_sig=a, /porty_sig=a",
    "/a?b=c, /a?b=c"
  })
  void masks(String text, String masked) {
    assertThat(MaskedLinks.of(text)).isEqualTo(masked);
  }
}
