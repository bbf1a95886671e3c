package io.porty.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalTimingTest {

  private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");
  private static final Duration DAYS_90 = Duration.ofDays(90);
  private final RenewalTiming timing = new RenewalTiming(new Random(1));

  @ParameterizedTest
  @ValueSource(ints = {6, 45, 90})
  void aCertificateIsRenewedWithAThirdOfItsLifetimeLeftOrALittleMore(int days) {
    Instant end = NOW.plus(Duration.ofDays(days));
    Instant latest = end.minus(Duration.ofDays(days).dividedBy(3));
    for (int i = 0; i < 100; i++) {
      assertThat(timing.renewal(NOW, end))
          .isBetween(latest.minus(Duration.ofDays(days).dividedBy(30)), latest);
    }
  }

  @Test
  void renewalsAreSpread() {
    Instant end = NOW.plus(Duration.ofDays(90));
    assertThat(
            java.util.stream.Stream.generate(() -> timing.renewal(NOW, end)).limit(20).distinct())
        .hasSizeGreaterThan(15);
  }

  @Test
  void adviceIsFollowedAtATimeInItsWindow() {
    RenewalAdvice advice = new RenewalAdvice(NOW.plusSeconds(1000), NOW.plusSeconds(2000), null);
    for (int i = 0; i < 100; i++) {
      assertThat(timing.renewal(advice, NOW.minus(DAYS_90), NOW.plus(DAYS_90)))
          .isBetween(advice.start(), advice.end());
    }
  }

  @Test
  void aWindowTheWrongWayRoundIsItsStart() {
    RenewalAdvice advice = new RenewalAdvice(NOW, NOW.minusSeconds(9), null);
    assertThat(timing.renewal(advice, NOW.minus(DAYS_90), NOW.plus(DAYS_90))).isEqualTo(NOW);
  }

  @Test
  void adviceDoesNotReachIntoTheLastSixthOfALifetime() {
    Instant end = NOW.plus(DAYS_90);
    RenewalAdvice advice = new RenewalAdvice(end.minusSeconds(60), end, null);
    assertThat(timing.renewal(advice, NOW, end)).isEqualTo(end.minus(Duration.ofDays(15)));
  }

  @Test
  void adviceDoesNotConcernWhatWasIssuedJustNow() {
    RenewalAdvice past = new RenewalAdvice(NOW.minusSeconds(20), NOW.minusSeconds(10), null);
    assertThat(timing.renewal(past, NOW, NOW.plus(DAYS_90)))
        .isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(timing.renewal(past, NOW, NOW.plus(Duration.ofDays(5))))
        .isEqualTo(NOW.plus(Duration.ofHours(12)));
  }

  @Test
  void anAuthorityIsNotWaitedForLongerThanAWeek() {
    assertThat(timing.retry(NOW, 1, NOW.plus(Duration.ofDays(400))))
        .isEqualTo(NOW.plus(Duration.ofDays(7)));
  }

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 120", "3, 240", "8, 7680", "9, 15360", "10, 21600", "1000, 21600"})
  void theBackOffDoublesFromAMinuteToSixHours(int failures, long seconds) {
    Instant least = NOW.plusSeconds(seconds);
    assertThat(timing.retry(NOW, failures, null))
        .isBetween(least, least.plusSeconds(seconds / 10 + 1));
  }

  @Test
  void anAuthorityThatWantsMoreTimeGetsIt() {
    Instant said = NOW.plus(Duration.ofDays(2));
    assertThat(timing.retry(NOW, 1, said)).isEqualTo(said);
    assertThat(timing.retry(NOW, 1, NOW)).isAfterOrEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void adviceIsAskedForBetweenOnceAMinuteAndOnceADay() {
    assertThat(timing.nextAdvice(NOW, null)).isEqualTo(NOW.plus(Duration.ofHours(6)));
    assertThat(timing.nextAdvice(NOW, NOW)).isEqualTo(NOW.plusSeconds(60));
    assertThat(timing.nextAdvice(NOW, NOW.plusSeconds(7200))).isEqualTo(NOW.plusSeconds(7200));
    assertThat(timing.nextAdvice(NOW, NOW.plus(Duration.ofDays(30))))
        .isEqualTo(NOW.plus(Duration.ofDays(1)));
  }
}
