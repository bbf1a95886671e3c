package io.porty.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.engine.handoff.HandedTicketKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ticket keys change by time, and go on in the next process. */
class TicketKeyRingTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static TicketKeyRing ring(HandedTicketKeys handed, Instant now) {
    return new TicketKeyRing(new SecureRandom(), handed, now);
  }

  private static Instant hours(int hours) {
    return START.plus(Duration.ofHours(hours));
  }

  private static List<byte[]> keys(TicketKeyRing ring) {
    return ring.handOver().keys();
  }

  @Test
  void aNewKeyEveryEightHoursAndTwoBeforeItDecrypt() {
    TicketKeyRing ring = ring(HandedTicketKeys.NONE, START);
    byte[] first = keys(ring).get(0);
    assertThat(ring.rotate(hours(7))).isFalse();
    assertThat(ring.rotate(hours(8))).isTrue();
    assertThat(ring.rotate(hours(15))).isFalse();
    ring.rotate(hours(16));
    assertThat(keys(ring)).hasSize(3).last().isSameAs(first);
    ring.rotate(hours(24));
    assertThat(keys(ring)).hasSize(3).doesNotContain(first);
  }

  @Test
  void theNextProcessGoesOnWithKeysAndTheirAge() {
    TicketKeyRing before = ring(HandedTicketKeys.NONE, START);
    before.rotate(hours(8));
    TicketKeyRing after = ring(before.handOver(), hours(15));
    assertThat(keys(after)).containsExactlyElementsOf(keys(before));
    assertThat(after.rotate(hours(15))).isFalse();
    assertThat(after.rotate(hours(16))).as("eight hours after the key was made").isTrue();
  }

  @Test
  void keysThatAreOldGoAfterASleep() {
    TicketKeyRing ring = ring(HandedTicketKeys.NONE, START);
    byte[] first = keys(ring).get(0);
    ring.rotate(hours(100));
    assertThat(keys(ring)).doesNotContain(first);
  }

  @Test
  void aClockThatWasSetBackKeepsNoKeyForLonger() {
    TicketKeyRing ahead = ring(HandedTicketKeys.NONE, hours(1000));
    TicketKeyRing after = ring(ahead.handOver(), START);
    assertThat(after.rotate(hours(8))).isTrue();
  }

  @Test
  void handedKeysShowNothing() {
    assertThat(ring(HandedTicketKeys.NONE, START).handOver()).hasToString("1 ticket keys");
  }
}
