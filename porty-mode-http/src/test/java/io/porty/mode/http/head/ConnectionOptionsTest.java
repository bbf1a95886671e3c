package io.porty.mode.http.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of Connection, and the fields that they name, which must not be forwarded. */
class ConnectionOptionsTest {

  private final ConnectionOptions options = new ConnectionOptions();

  private byte[] add(String value) {
    byte[] b = Ascii.bytes("<" + value + ">");
    options.add(b, 1, b.length - 1);
    return b;
  }

  /** The names are spans of the head, so that fields are looked up in the same bytes. */
  private boolean names(String value, String name) {
    options.clear();
    byte[] b = Ascii.bytes("<" + value + ">" + name);
    int end = value.length() + 1;
    options.add(b, 1, end);
    return options.names(b, end + 1, b.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | false | false | false",
        "close | true | false | false",
        "Keep-Alive | false | true | false",
        "x, UPGRADE | false | false | true",
        "' ,close ,, upgrade\t' | true | false | true",
        "closed, upgrades, keep | false | false | false",
        "close upgrade | false | false | false",
      })
  void threeOptionsAreKnown(String value, boolean close, boolean keepAlive, boolean upgrade) {
    add(value);
    assertThat(options.close()).isEqualTo(close);
    assertThat(options.keepAlive()).isEqualTo(keepAlive);
    assertThat(options.upgrade()).isEqualTo(upgrade);
    options.clear();
    assertThat(options.close() || options.keepAlive() || options.upgrade()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-a | X-A | true",
        "close, X-a , y | x-A | true",
        "y, x-a | x-a | true",
        "'x-a\t,y' | x-a | true",
        "x-a | x-b | false",
        "x-a | x-aa | false",
        "x-aa | x-a | false",
        "close | close | false",
        "x a | x | false",
      })
  void otherOptionsNameFields(String value, String name, boolean named) {
    assertThat(names(value, name)).isEqualTo(named);
  }

  @Test
  void anyNumberOfFieldsMayBeNamed() {
    for (int count : new int[] {1, 4, 5, 8, 9, 100}) {
      StringBuilder value = new StringBuilder();
      for (int i = 0; i < count; i++) {
        value.append("x").append(i).append(",");
      }
      for (int i = 0; i < count; i++) {
        assertThat(names(value.toString(), "X" + i)).as("%d of %d", i, count).isTrue();
      }
      assertThat(names(value.toString(), "x" + count)).isFalse();
    }
  }
}
