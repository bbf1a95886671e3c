package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code host[:port]}, and what other parsers might read in two ways. */
class AuthorityTest {

  private static boolean isValid(String text) {
    byte[] b = Ascii.bytes("@" + text + "@");
    return Authority.isValid(b, 1, b.length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.b",
        "A-9_~",
        "a:",
        "a:0",
        "a:80",
        "a:65535",
        "a:00080",
        "127.0.0.1:1",
        "[::1]",
        "[::]",
        "[aA::]",
        "[fF09::1.2.3.4]:443",
        "[::1]:",
        "0"
      })
  void isAnAuthority(String text) {
    assertThat(isValid(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":80", "a:65536", "a:99999", "a:000080", "a:8a", "a:-1", "a: 1", "a:1:2", "a b", "a,b",
        "a/b", "u@a", "a%41", "a\u00e9", "[]", "[:]", "[", "[::1", "::1", "[::1]80", "[::1]a:1",
        "[::g]", "[::1%25lo]", "[::1]]", "[[::1]", "[::/]", "[::@]", "[::`]", "a[::1]", "a\t"
      })
  void isMalformed(String text) {
    assertThat(isValid(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a:1, 1", "ab, 2", "[::1]:8, 5", "[::1], 5", "'', 0", "[::1, -1", ":1, 0"})
  void theHostEndsWhereAPortMayFollow(String text, int end) {
    byte[] b = Ascii.bytes(text);
    assertThat(Authority.hostEnd(b, 0, b.length)).isEqualTo(end);
  }
}
