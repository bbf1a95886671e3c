package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentStreamsTest {

  private static final int KEPT = 128;

  private final RecentStreams recent = new RecentStreams();

  @Test
  void tellsWhoHasEndedAStream() {
    recent.add(1, true);
    recent.add(3, false);
    assertThat(recent.of(1)).isEqualTo(RecentStreams.End.BY_PEER);
    assertThat(recent.of(3)).isEqualTo(RecentStreams.End.BY_PORTY);
    assertThat(recent.of(5)).isEqualTo(RecentStreams.End.UNKNOWN);
  }

  @Test
  void doesNotForgetThatStreamsWereRefused() {
    recent.refusedUpTo(2 * KEPT + 1);
    for (int i = 0; i < KEPT; i++) {
      recent.add(1001 + 2 * i, true);
    }
    assertThat(recent.of(1)).isEqualTo(RecentStreams.End.BY_PORTY);
    assertThat(recent.of(2 * KEPT + 1)).isEqualTo(RecentStreams.End.BY_PORTY);
    assertThat(recent.of(2 * KEPT + 3)).isEqualTo(RecentStreams.End.UNKNOWN);
    assertThat(recent.of(1001)).isEqualTo(RecentStreams.End.BY_PEER);
  }

  @Test
  void isSilentAfterAReset() {
    recent.add(1, true);
    recent.add(3, true);
    recent.reset(1);
    assertThat(recent.of(1)).isEqualTo(RecentStreams.End.BY_PORTY);
    assertThat(recent.of(3)).isEqualTo(RecentStreams.End.BY_PEER);
  }

  @Test
  void forgetsTheOldest() {
    for (int i = 0; i <= KEPT; i++) {
      recent.add(2 * i + 1, false);
    }
    assertThat(recent.of(1)).isEqualTo(RecentStreams.End.UNKNOWN);
    assertThat(recent.of(3)).isEqualTo(RecentStreams.End.BY_PORTY);
    assertThat(recent.of(2 * KEPT + 1)).isEqualTo(RecentStreams.End.BY_PORTY);
  }
}
