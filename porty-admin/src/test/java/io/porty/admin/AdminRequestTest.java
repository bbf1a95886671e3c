package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRequestTest {

  private static AdminRequest width(String value) {
    return new AdminRequest("GET", "/top", Map.of("width", List.of(value, "7")), "");
  }

  @Test
  void aNumberIsTheFirstValueOfItsName() {
    assertThat(width("80").number("width", 120, 40, 1_000)).isEqualTo(80);
    assertThat(width("40").number("width", 120, 40, 1_000)).isEqualTo(40);
    assertThat(width("1000").number("width", 120, 40, 1_000)).isEqualTo(1_000);
  }

  @Test
  void aMissingNumberHasItsDefault() {
    assertThat(width("80").number("height", 40, 12, 1_000)).isEqualTo(40);
    assertThat(width("80").parameter("height")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "39", "1001", "80x", "8.5", "-80", "99999999999", "0x50"})
  void anotherValueIsRefusedWithTheBounds(String value) {
    assertThatThrownBy(() -> width(value).number("width", 120, 40, 1_000))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("width is \"" + value + "\"; expected a whole number from 40 to 1000");
  }
}
