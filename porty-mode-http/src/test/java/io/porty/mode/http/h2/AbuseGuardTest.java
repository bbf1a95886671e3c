package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes back with time, and what does not, on a clock of the test. */
class AbuseGuardTest {

  private static final int TICKS_PER_SECOND = 10;

  @Test
  void resetsComeBackThirtyThreeASecond() {
    AbuseGuard guard = new AbuseGuard(0);
    assertThat(IntStream.range(0, H2Limits.RESETS)).allMatch(i -> guard.reset(0));
    assertThat(guard.reset(0)).isFalse();
    for (int second = 1; second <= 5; second++) {
      int now = second * TICKS_PER_SECOND;
      assertThat(IntStream.range(0, H2Limits.RESETS_PER_SECOND)).allMatch(i -> guard.reset(now));
      assertThat(guard.reset(now)).isFalse();
    }
  }

  @Test
  void noMoreThanTheBucketComesBack() {
    AbuseGuard guard = new AbuseGuard(0);
    int later = 3600 * TICKS_PER_SECOND;
    assertThat(guard.reset(0)).isTrue();
    assertThat(IntStream.range(0, H2Limits.RESETS)).allMatch(i -> guard.reset(later));
    assertThat(guard.reset(later)).isFalse();
  }

  @Test
  void resetsOfALifeDoNotComeBack() {
    AbuseGuard guard = new AbuseGuard(0);
    int now = 0;
    for (int i = 0; i < H2Limits.RESETS_IN_LIFE; i++) {
      now++;
      assertThat(guard.reset(now)).isTrue();
    }
    assertThat(guard.reset(now + 3600 * TICKS_PER_SECOND)).isFalse();
  }

  @Test
  void refusalsBeforeTheLimitIsKnownDoNotComeBack() {
    AbuseGuard guard = new AbuseGuard(0);
    assertThat(IntStream.range(0, H2Limits.EARLY_REFUSALS)).allMatch(i -> guard.earlyRefusal());
    assertThat(guard.earlyRefusal()).isFalse();
    assertThat(guard.reset(0)).isTrue();
  }

  @Test
  void controlFramesComeBackTwentyASecond() {
    AbuseGuard guard = new AbuseGuard(0);
    assertThat(IntStream.range(0, H2Limits.CONTROLS)).allMatch(i -> guard.control(0));
    assertThat(guard.control(0)).isFalse();
    assertThat(IntStream.range(0, H2Limits.CONTROLS_PER_SECOND))
        .allMatch(i -> guard.control(TICKS_PER_SECOND));
    assertThat(guard.control(TICKS_PER_SECOND)).isFalse();
  }

  @Test
  void eachStreamAndEachDataFrameAllowsTenUpdates() {
    AbuseGuard guard = new AbuseGuard(0);
    guard.stream();
    guard.sentData();
    int allowed = H2Limits.UPDATES + 2 * H2Limits.UPDATES_PER_DATA;
    assertThat(IntStream.range(0, allowed)).allMatch(i -> guard.windowUpdate());
    assertThat(guard.windowUpdate()).isFalse();
  }

  @Test
  void contentForgivesEmptyDataBeforeIt() {
    AbuseGuard guard = new AbuseGuard(0);
    for (boolean ends : new boolean[] {false, true}) {
      assertThat(IntStream.range(0, H2Limits.EMPTY_DATA)).allMatch(i -> guard.data(0, false));
      assertThat(guard.data(1, ends)).isTrue();
    }
    assertThat(IntStream.range(0, H2Limits.EMPTY_DATA)).allMatch(i -> guard.data(0, false));
    assertThat(guard.data(0, true)).isTrue();
    assertThat(guard.data(0, false)).isFalse();
  }

  @Test
  void onePingForEachDataFrameThatWasSentIsFree() {
    AbuseGuard guard = new AbuseGuard(0);
    IntStream.range(0, 70).forEach(i -> guard.sentData());
    assertThat(guard.sentFrames()).isEqualTo(70);
    assertThat(IntStream.range(0, 70 + H2Limits.CONTROLS)).allMatch(i -> guard.ping(0));
    assertThat(guard.ping(0)).isFalse();
    guard.sentData();
    assertThat(guard.ping(0)).isTrue();
    assertThat(guard.ping(0)).isFalse();
  }

  @Test
  void eachStreamAllowsAHundredFramesOfNoUse() {
    AbuseGuard guard = new AbuseGuard(0);
    guard.stream();
    int allowed = H2Limits.PRIORITIES + H2Limits.PRIORITIES_PER_STREAM;
    assertThat(IntStream.range(0, allowed)).allMatch(i -> guard.priority());
    assertThat(guard.priority()).isFalse();
  }

  @Test
  void eachBlockAllowsEightContinuations() {
    AbuseGuard guard = new AbuseGuard(0);
    for (int block = 0; block < 2; block++) {
      guard.block();
      assertThat(IntStream.range(0, H2Limits.CONTINUATIONS)).allMatch(i -> guard.continuation());
      assertThat(guard.continuation()).isFalse();
    }
  }
}
