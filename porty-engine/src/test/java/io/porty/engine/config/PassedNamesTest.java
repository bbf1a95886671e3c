package io.porty.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which server names of an address with TLS pass through. */
class PassedNamesTest {

  private static final PassedNames NAMES =
      new PassedNames(
          List.of("db.test", "*.raw.test", "*.deep.open.test"),
          List.of("", "www.test", "web.raw.test", "*.open.test"));

  @ParameterizedTest
  @CsvSource({
    "db.test, true",
    "DB.test., true",
    "a.db.test, false",
    "x.raw.test, true",
    "x.y.raw.test, true",
    "web.raw.test, false",
    "a.open.test, false",
    "deep.open.test, false",
    "a.deep.open.test, true",
    "www.test, false",
    "other.test, false"
  })
  void theMostSpecificOneDecides(String name, boolean passes) {
    assertThat(NAMES.contains(name)).isEqualTo(passes);
  }
}
