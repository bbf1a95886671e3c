package io.porty.net.tls.cert;

import static io.porty.net.tls.cert.OfferedKeyTypes.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate is shown for a server name. */
class NameTableTest {

  private static final int[] ECDSA_AND_RSA = {0x0403, 0x0804, 0x0401};
  private static final int[] RSA_ONLY = {0x0804, 0x0401};

  private final NameTableBuilder<String> builder = new NameTableBuilder<>();

  private void add(String value, KeyType type, String... names) {
    builder.add(new SubjectNames(List.of(names), List.of()), type, value);
  }

  private NameTable<String> table() {
    add("exact", KeyType.P256, "www.example.com", "example.com");
    add("wild", KeyType.P256, "*.example.com");
    add("deeper", KeyType.P256, "*.a.example.com");
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, exact",
    "WWW.Example.COM, exact",
    "www.example.com., exact",
    "example.com, exact",
    "other.example.com, wild",
    "OTHER.example.com., wild",
    "a.example.com, wild",
    "x.a.example.com, deeper",
  })
  void exactNamesComeBeforeWildcardsOfOneLabel(String name, String expected) {
    assertThat(table().find(name, ALL)).isEqualTo(expected);
    assertThat(table().covers(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.y.example.com",
        "x.y.a.example.com",
        ".example.com",
        "*.example.com",
        "",
        ".",
        "com",
        "www.example.com..",
        "example.org",
        "127.0.0.1",
        "::1",
        "wwwxexample.com",
        "..example.com"
      })
  void unknownNamesHaveNothingWithoutADefault(String name) {
    assertThat(table().find(name, ALL)).isNull();
    assertThat(table().covers(name)).isFalse();
  }

  @Test
  void clientsWithoutAKnownNameGetTheDefault() {
    builder.addDefault(KeyType.RSA, "default");
    NameTable<String> table = table();
    assertThat(table.find(null, ALL)).isEqualTo("default");
    assertThat(table.find("nobody.test", ALL)).isEqualTo("default");
    assertThat(table.find("10.0.0.1", ALL)).isEqualTo("default");
    assertThat(table.find("www.example.com", ALL)).isEqualTo("exact");
    assertThat(new NameTableBuilder<String>().build().find(null, ALL)).isNull();
  }

  @Test
  void theKeyIsOneThatTheClientCanVerify() {
    add("rsa", KeyType.RSA, "a.test");
    add("ec", KeyType.P256, "a.test");
    NameTable<String> table = builder.build();
    assertThat(builder.conflicts()).isEmpty();
    assertThat(table.find("a.test", OfferedKeyTypes.of(ECDSA_AND_RSA, 3))).isEqualTo("ec");
    assertThat(table.find("a.test", OfferedKeyTypes.of(RSA_ONLY, 2))).isEqualTo("rsa");
    assertThat(table.find("a.test", 0)).isEqualTo("rsa");
  }

  @Test
  void aCurveIsThatOfTheScheme() {
    add("384", KeyType.P384, "a.test");
    add("rsa", KeyType.RSA, "a.test");
    NameTable<String> table = builder.build();
    assertThat(table.find("a.test", OfferedKeyTypes.of(ECDSA_AND_RSA, 3))).isEqualTo("rsa");
    int[] groups = {29, 24};
    assertThat(table.find("a.test", OfferedKeyTypes.of(ECDSA_AND_RSA, 3, groups, 2)))
        .as("TLS 1.2: any curve of the groups")
        .isEqualTo("384");
    assertThat(table.find("a.test", OfferedKeyTypes.of(ECDSA_AND_RSA, 3, new int[] {29, 23}, 2)))
        .isEqualTo("rsa");
  }

  @Test
  void aWildcardWithTheRightKeyIsBetterThanANameWithTheWrongOne() {
    add("ec", KeyType.P256, "www.a.test");
    add("rsa", KeyType.RSA, "*.a.test");
    assertThat(builder.build().find("www.a.test", OfferedKeyTypes.of(RSA_ONLY, 2)))
        .isEqualTo("rsa");
  }

  @Test
  void twoOfOneTypeForOneNameAreAConflictAndTheFirstStays() {
    add("one", KeyType.RSA, "a.test", "b.test");
    add("two", KeyType.RSA, "b.test", "c.test");
    assertThat(builder.conflicts())
        .containsExactly(new NameConflict<>("b.test", KeyType.RSA, "one", "two"));
    assertThat(builder.build().find("b.test", ALL)).isEqualTo("one");
  }

  @Test
  void tenThousandNamesAreFound() {
    for (int i = 0; i < 10_000; i++) {
      add("v" + i, KeyType.P256, "host" + i + ".example.com", "*.w" + i + ".example.com");
    }
    NameTable<String> table = builder.build();
    assertThat(table.size()).isEqualTo(20_000);
    assertThat(new ArrayList<>(table.names())).hasSize(20_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(table.find("HOST" + i + ".example.com", ALL)).isEqualTo("v" + i);
      assertThat(table.find("x.w" + i + ".example.com", ALL)).isEqualTo("v" + i);
    }
  }
}
