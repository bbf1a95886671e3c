package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.head.Ascii;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9218 section 4: what is no such parameter is ignored, and the default holds. */
class PriorityFieldTest {

  private final PriorityField field = new PriorityField();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "u=0 | 0 | true",
        "u=7 | 7 | true",
        "u=1, i | 1 | false",
        "i, u=1 | 1 | false",
        "u=1,i | 1 | false",
        "i | 3 | false",
        "i=?1 | 3 | false",
        "i=?0 | 3 | true",
        "u=2;a=b, i;c | 2 | false",
        "u=5, u=1 | 1 | true",
        "u=8 | 3 | true",
        "u=-1 | 3 | true",
        "u=10 | 3 | true",
        "u=1.5 | 3 | true",
        "u=a | 3 | true",
        "u | 3 | true",
        "u= | 3 | true",
        "id=5 | 3 | true",
        "important | 3 | true",
        "i=1 | 3 | true",
        "i=?2 | 3 | true",
        "ux=1 | 3 | true",
        "urgency=1 | 3 | true",
        "\"\" | 3 | true",
        ",,, | 3 | true",
        "a=\"x\", u=4 | 4 | true"
      })
  void isRead(String value, int urgency, boolean ordered) {
    field.read(Ascii.bytes(value), 0, value.length());
    assertThat(field.urgency()).isEqualTo(urgency);
    assertThat(field.isOrdered()).isEqualTo(ordered);
  }

  @Test
  void clientsThatSayNothingHaveTurns() {
    field.clear();
    assertThat(field.urgency()).isEqualTo(3);
    assertThat(field.isOrdered()).isFalse();
  }

  @Test
  void otherFieldsSayNothing() {
    byte[] line = Ascii.bytes("priorityu=1");
    field.readIfNamed(line, 0, 7, line.length);
    assertThat(field.urgency()).isEqualTo(3);
    field.readIfNamed(line, 0, 8, line.length);
    assertThat(field.urgency()).isEqualTo(1);
  }
}
