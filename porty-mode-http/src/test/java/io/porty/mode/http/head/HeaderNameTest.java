package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Names that Porty interprets, and those that logs mask. */
class HeaderNameTest {

  private static HeaderName of(String name) {
    byte[] b = Ascii.bytes("<" + name + ">");
    return HeaderName.of(b, 1, b.length - 1);
  }

  @ParameterizedTest
  @EnumSource(HeaderName.class)
  void isFoundInAnyCase(HeaderName field) {
    String name = field.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(of(name)).isEqualTo(field);
    assertThat(of(name.toUpperCase(Locale.ROOT))).isEqualTo(field);
    assertThat(of(name + "x")).isNotEqualTo(field);
    assertThat(of(name.substring(1))).isNotEqualTo(field);
    assertThat(of(name.replace('e', 'f').replace('o', 'p').replace('i', 'j'))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "ab, AB, true",
    "AB, ab, true",
    "ab, a, false",
    "a, ab, false",
    "ab, ac, false",
    "bb, ab, false",
    "'', '', true"
  })
  void namesOfTheConfigurationAreComparedInAnyCase(String sent, String name, boolean same) {
    byte[] b = Ascii.bytes("<" + sent + ">");
    assertThat(Ascii.equalsIgnoreCase(b, 1, b.length - 1, name)).isEqualTo(same);
  }

  @Test
  void othersOfAnyLengthAreUnknown() {
    for (int length = 0; length < 100; length++) {
      assertThat(of("x".repeat(length))).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, true",
    "Cookie, true",
    "Set-Cookie, true",
    "Proxy-Authorization, true",
    "Host, false",
    "Date, false",
    "X-Other, false",
    "X-Auth-TOKEN, true",
    "Client-Secret, true",
    "X-Api-Key, true",
    "X-Password, true",
    "Signature-Input, true",
    "X-Key, false"
  })
  void secretsAreMasked(String name, boolean secret) {
    assertThat(SecretFields.contain(of(name), name)).isEqualTo(secret);
  }

  /** RFC 7541 section 7.1.3. */
  @Test
  void neverIndexedNamesAddUp() {
    byte[] b = Ascii.bytes("a,bc,c");
    NeverIndexed one = NeverIndexed.NONE.with(b, 0, 1);
    NeverIndexed two = one.with(b, 2, 4);
    assertThat(NeverIndexed.NONE.isEmpty()).isTrue();
    assertThat(NeverIndexed.NONE.contains(b, 0, 1)).isFalse();
    assertThat(one.isEmpty()).isFalse();
    assertThat(one.contains(b, 2, 4)).isFalse();
    assertThat(two.contains(b, 0, 1)).isTrue();
    assertThat(two.contains(b, 2, 4)).isTrue();
    assertThat(two.contains(b, 5, 6)).isFalse();
    assertThat(two.contains(b, 2, 3)).isFalse();
    assertThat(two.with(b, 0, 1)).isSameAs(two);
  }

  /** The first 32 have their place from the start. */
  @Test
  void anyNumberOfFieldsIsKept() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      lines.append(i % 3 == 0 ? "Host" : "X").append(":  ").append(i).append(" \r\n");
    }
    byte[] b = Ascii.bytes(lines + "\r\n");
    HeadParser parser = HeadParser.forRequests(new HeadLimits(100, 10_000, 100));
    assertThat(parser.trailers(b, b.length)).isEqualTo(b.length);
    HeaderSpans fields = parser.fields();
    assertThat(fields.count()).isEqualTo(100);
    int start = 0;
    for (int i = 0; i < 100; i++) {
      assertThat(fields.field(i)).isEqualTo(i % 3 == 0 ? HeaderName.HOST : null);
      assertThat(fields.nameStart(i)).isEqualTo(start);
      assertThat(fields.nameEnd(i)).isEqualTo(start + (i % 3 == 0 ? 4 : 1));
      assertThat(Ascii.text(b, fields.valueStart(i), fields.valueEnd(i))).isEqualTo("" + i);
      assertThat(fields.lineEnd(i)).isEqualTo(fields.valueEnd(i) + 3);
      start = fields.lineEnd(i);
    }
  }
}
