package io.porty.net.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime() may overflow
  private final RateLimitedLog log =
      new RateLimitedLog(Diagnostics.of(RateLimitedLogTest.class), INTERVAL, now::get);

  @Test
  void logsTheFirstMessageAtOnceAndCountsTheOthersOfTheInterval() {
    assertThat(log.isDue()).isTrue();
    assertThat(log.next()).isZero();
    assertThat(log.isDue()).isFalse();
    assertThat(log.next()).isEqualTo(RateLimitedLog.SUPPRESSED);
    assertThat(log.next()).isEqualTo(RateLimitedLog.SUPPRESSED);
  }

  @Test
  void theNextMessageTellsHowManyWereSuppressed() {
    log.next();
    log.next();
    log.next();
    now.addAndGet(INTERVAL.toNanos() - 1);
    assertThat(log.nanosUntilDue()).isEqualTo(1);
    assertThat(log.next()).isEqualTo(RateLimitedLog.SUPPRESSED);
    now.incrementAndGet();
    assertThat(log.nanosUntilDue()).isZero();
    assertThat(log.next()).isEqualTo(3);
    now.addAndGet(INTERVAL.toNanos());
    assertThat(log.next()).isZero();
  }
}
