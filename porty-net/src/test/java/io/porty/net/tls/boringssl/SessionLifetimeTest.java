package io.porty.net.tls.boringssl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A session lasts a day from its full handshake, however often it is resumed. */
class SessionLifetimeTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEVER = START.plus(Duration.ofDays(90));
  private static final long TWO_DAYS = 172_800;

  @Test
  void aFullHandshakeGivesADay() {
    assertThat(SessionLifetime.seconds(TWO_DAYS, NEVER, START)).isEqualTo(86_400);
  }

  /** Each hour a resumption; BoringSSL counts the limit of the one before down. */
  @Test
  void resumptionsInAChainEndWithTheDay() {
    long limit = SessionLifetime.seconds(TWO_DAYS, NEVER, START);
    for (int hour = 1; hour <= 24; hour++) {
      limit = SessionLifetime.seconds(limit - 3600, NEVER, START.plus(Duration.ofHours(hour)));
      assertThat(limit).isEqualTo((24 - hour) * 3600L);
    }
  }

  @Test
  void noneOutlivesACertificate() {
    assertThat(SessionLifetime.seconds(TWO_DAYS, START.plusSeconds(90), START)).isEqualTo(90);
    assertThat(SessionLifetime.seconds(60, START.plusSeconds(90), START)).isEqualTo(60);
    assertThat(SessionLifetime.seconds(60, START.minusSeconds(90), START)).isZero();
  }
}
