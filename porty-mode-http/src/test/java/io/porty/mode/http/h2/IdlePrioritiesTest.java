package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.head.Ascii;
import org.junit.jupiter.api.Test;

/** What is kept of streams that are not open yet. */
class IdlePrioritiesTest {

  private final IdlePriorities idle = new IdlePriorities();

  private static PriorityField field(String value) {
    PriorityField field = new PriorityField();
    field.read(Ascii.bytes(value), 0, value.length());
    return field;
  }

  private String opened(int stream) {
    PriorityField own = field("u=4, i");
    idle.opened(stream, own);
    return own.urgency() + (own.isOrdered() ? " in order" : " by turns");
  }

  @Test
  void isTakenWhenTheStreamOpens() {
    idle.put(3, field("u=1"));
    idle.put(5, field("u=7, i"));
    assertThat(opened(3)).isEqualTo("1 in order");
    assertThat(opened(5)).isEqualTo("7 by turns");
    assertThat(idle.count()).isZero();
  }

  @Test
  void theLastOneCounts() {
    idle.put(3, field("u=1"));
    idle.put(3, field("u=2"));
    assertThat(idle.count()).isOne();
    assertThat(opened(3)).isEqualTo("2 in order");
  }

  @Test
  void streamsBelowAnOpenOneAreForgotten() {
    idle.put(3, field("u=1"));
    idle.put(7, field("u=2"));
    assertThat(opened(5)).isEqualTo("4 by turns");
    assertThat(idle.has(3)).isFalse();
    assertThat(opened(7)).isEqualTo("2 in order");
  }

  @Test
  void asManyAreKeptAsTheLimitSays() {
    for (int i = 0; i <= H2Limits.IDLE_PRIORITIES; i++) {
      idle.put(2 * i + 1, field("u=1"));
    }
    assertThat(idle.count()).isEqualTo(H2Limits.IDLE_PRIORITIES);
    assertThat(idle.has(2 * H2Limits.IDLE_PRIORITIES - 1)).isTrue();
    assertThat(idle.has(2 * H2Limits.IDLE_PRIORITIES + 1)).isFalse();
  }
}
