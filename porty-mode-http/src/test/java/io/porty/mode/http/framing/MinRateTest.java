package io.porty.mode.http.framing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In ticks of a tenth of a second. */
class MinRateTest {

  private final MinRate rate = new MinRate();

  private int ticksUntilMissed(long total, int most) {
    for (int tick = 1; tick <= most; tick++) {
      if (rate.isMissed(total)) {
        return tick;
      }
    }
    return -1;
  }

  @Test
  void nothingNeedComeWithinTheGrace() {
    rate.start(240, 50, 300);
    assertThat(ticksUntilMissed(0, 1000)).isEqualTo(51);
  }

  @Test
  void theExactRateIsEnoughForEver() {
    rate.start(100, 10, 300);
    for (int tick = 1; tick < 10_000; tick++) {
      assertThat(rate.isMissed(tick * 10L)).isFalse();
    }
  }

  @Test
  void aFastBeginningPaysForTheTimeoutOnSilenceAtMost() {
    rate.start(240, 50, 300);
    rate.earn(1_000_000_000);
    assertThat(ticksUntilMissed(1_000_000_000, 1000)).isEqualTo(301);
  }

  @Test
  void aTotalThatShrinksCostsNothing() {
    rate.start(240, 50, 300);
    assertThat(rate.isMissed(-1_000_000)).isFalse();
    assertThat(ticksUntilMissed(-1_000_000, 1000)).isEqualTo(50);
  }

  @Test
  void withoutARateNothingIsMissed() {
    rate.start(0, 50, 300);
    assertThat(ticksUntilMissed(0, 10_000)).isEqualTo(-1);
  }
}
