package io.porty.mode.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.Scheme;
import io.porty.api.Target;
import io.porty.api.mode.UpstreamKey;
import org.junit.jupiter.api.Test;

class Http1TargetsTest {

  private long now = Long.MAX_VALUE - 7; // the clock may overflow
  private final Http1Targets targets = new Http1Targets(() -> now);

  private static Target target(int port) {
    return new Target(Scheme.HTTPS, "shop.internal", port);
  }

  @Test
  void aTargetIsRememberedForAWhile() {
    targets.add(UpstreamKey.of(target(443)));
    now += Http1Targets.KEPT_NANOS - 1;
    assertThat(targets.contains(target(443), false)).isTrue();
    assertThat(targets.contains(target(444), false)).isFalse();
    now++;
    assertThat(targets.contains(target(443), false)).isFalse();
  }

  @Test
  void beingAskedAgainExtendsTheTime() {
    targets.add(UpstreamKey.of(target(1)));
    targets.add(UpstreamKey.of(target(2)));
    now += Http1Targets.KEPT_NANOS - 1;
    targets.add(UpstreamKey.of(target(1)));
    now++;
    assertThat(targets.contains(target(1), false)).isTrue();
    assertThat(targets.contains(target(2), false)).isFalse();
  }

  @Test
  void whatAClientHasChosenIsAnotherTarget() {
    targets.add(UpstreamKey.chosenByClient(target(443), "shop"));
    assertThat(targets.contains(target(443), false)).isFalse();
    assertThat(targets.contains(target(443), true)).isTrue();
  }

  @Test
  void beyondTheLimitTheFirstIsForgotten() {
    for (int port = 1; port <= Http1Targets.MAX_TARGETS; port++) {
      targets.add(UpstreamKey.of(target(port)));
    }
    targets.add(UpstreamKey.of(target(1)));
    targets.add(UpstreamKey.of(target(1000)));
    assertThat(targets.contains(target(2), false)).isFalse();
    assertThat(targets.contains(target(1), false)).isTrue();
    assertThat(targets.contains(target(3), false)).isTrue();
    assertThat(targets.contains(target(1000), false)).isTrue();
  }
}
