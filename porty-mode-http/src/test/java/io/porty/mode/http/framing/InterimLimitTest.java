package io.porty.mode.http.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Interim responses: a burst of 64, then one for each tick. */
class InterimLimitTest {

  private final InterimLimit limit = new InterimLimit();

  private int untilExceeded(int now) {
    for (int count = 1; count < 1000; count++) {
      if (limit.isExceeded(now)) {
        return count;
      }
    }
    return -1;
  }

  @Test
  void aBurstIsLimited() {
    assertThat(untilExceeded(7)).isEqualTo(65);
  }

  @Test
  void eachTickAllowsOneMoreAndNoTimeAllowsALargerBurst() {
    assertThat(untilExceeded(1000)).isEqualTo(65);
    // 65 were counted; ten ticks later 55 are.
    assertThat(untilExceeded(1010)).isEqualTo(10);
    assertThat(untilExceeded(1_000_000)).isEqualTo(65);
  }

  @Test
  void oneForEachTickMayGoOnForEver() {
    for (int tick = 0; tick < 10_000; tick++) {
      assertThat(limit.isExceeded(tick)).isFalse();
    }
  }

  @Test
  void theNextRequestBeginsAnew() {
    assertThat(untilExceeded(5)).isEqualTo(65);
    limit.reset();
    assertThat(untilExceeded(5)).isEqualTo(65);
  }
}
