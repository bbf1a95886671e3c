package io.porty.net.opening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many handshakes begin in a second. */
class HandshakeRateTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
  private final HandshakeRate rate = new HandshakeRate(now::get);

  private int takenIn(long millis) {
    int taken = 0;
    for (int i = 0; i < millis; i++) {
      while (rate.take() == 0) {
        taken++;
      }
      now.addAndGet(MILLI);
    }
    return taken;
  }

  @Test
  void withoutALimitAllBegin() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(rate.take()).isZero();
    }
  }

  @Test
  void soManyInASecondAndATenthOfThemAtOnce() {
    rate.limit(100);
    assertThat(takenIn(1)).isBetween(10, 12);
    assertThat(takenIn(999)).isBetween(95, 101);
    assertThat(takenIn(1_000)).isBetween(98, 102);
  }

  @Test
  void aPauseGivesNoMoreThanATenth() {
    rate.limit(100);
    now.addAndGet(60_000 * MILLI);
    assertThat(takenIn(1)).isBetween(10, 12);
  }

  @Test
  void oneASecondIsOneASecond() {
    rate.limit(1);
    assertThat(takenIn(10_000)).isBetween(10, 11);
  }

  @Test
  void whatIsGivenBackDoesNotCount() {
    rate.limit(10);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rate.take()).isZero();
      rate.giveBack();
    }
  }

  @Test
  void itSaysHowLongToWait() {
    rate.limit(10);
    while (rate.take() == 0) {
      // up to the limit
    }
    long wait = rate.take();
    now.addAndGet(wait - 1);
    assertThat(rate.take()).isPositive();
    now.addAndGet(1);
    assertThat(rate.take()).isZero();
  }
}
