package io.porty.mode.http.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the values of {@code porty_host} and its like are in a query. */
class TargetParametersTest {

  private final TargetParameters parameters = new TargetParameters();

  private String find(String query) {
    return parameters.find(Bytes.latin1(query));
  }

  private String value(String query, int name) {
    return parameters.has(name)
        ? query.substring(parameters.start(name), parameters.end(name))
        : null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "-",
      value = {
        "porty_host=a a - -",
        "porty_port=1&porty_scheme=s&porty_host=a a 1 s",
        "x=y&porty_host=a&z a - -",
        "&&porty_port=8&& - 8 -",
        "porty_host '' - -",
        "porty_host= '' - -",
        "porty_host&porty_port=1 '' 1 -",
        "porty_host==a=b =a=b - -",
        "%70orty%5fhos%74=%61 %61 - -",
        "porty_hos=a - - -",
        "porty_hostx=a - - -",
        "xporty_host=a - - -",
        "Porty_host=a - - -",
        "porty_host%00=a - - -",
        "porty_host%=a&porty_port=1 - 1 -",
        "porty_hos%7=a&porty_port=1 - 1 -",
        "porty_hos%7 - - -",
        "porty_host%7 - - -",
        "%&porty_port=1 - 1 -",
        "a=porty_host=b - - -",
      })
  void namesAreDecodedOnceAndWhole(String query, String host, String port, String scheme) {
    assertThat(find(query)).isNull();
    assertThat(value(query, TargetParameters.HOST)).isEqualTo(host);
    assertThat(value(query, TargetParameters.PORT)).isEqualTo(port);
    assertThat(value(query, TargetParameters.SCHEME)).isEqualTo(scheme);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "porty_host=a&porty_host=a",
        "porty_host&porty_host",
        "porty_port=1&x&porty_%70ort=2",
        "porty_scheme=a&porty_scheme="
      })
  void aRepeatedNameIsAnError(String query) {
    assertThat(find(query)).startsWith("Repeated porty_");
  }

  @Test
  void nothingIsKeptOfTheQueryBefore() {
    find("porty_host=a&porty_port=1&porty_scheme=s");
    assertThat(find("x")).isNull();
    assertThat(parameters.has(TargetParameters.HOST)).isFalse();
    assertThat(parameters.has(TargetParameters.PORT)).isFalse();
    assertThat(parameters.has(TargetParameters.SCHEME)).isFalse();
  }

  @Test
  void theHashIsOfTheValuesAlone() {
    find("porty_host=ab&porty_port=1");
    int hash = parameters.hash(Bytes.latin1("porty_host=ab&porty_port=1"));
    find("x=y&porty_port=1&porty_host=ab");
    assertThat(parameters.hash(Bytes.latin1("x=y&porty_port=1&porty_host=ab"))).isEqualTo(hash);
    find("porty_host=ac&porty_port=1");
    assertThat(parameters.hash(Bytes.latin1("porty_host=ac&porty_port=1"))).isNotEqualTo(hash);
  }
}
