package io.porty.engine.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SystemdWatchdogTest {

  private final EventLoop first = new DefaultEventLoop();
  private final EventLoop second = new DefaultEventLoop();
  private final AtomicInteger sent = new AtomicInteger();

  @Test
  void systemdHearsOnlyWhenEveryLoopHasAnswered() {
    SystemdWatchdog watchdog =
        new SystemdWatchdog(3, List.of(first, second), sent::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      watchdog.answered(first, 0);
    }
    assertThat(sent).hasValue(0);
    await()
        .until(
            () -> {
              watchdog.answered(second, 0);
              return sent.get() == 1;
            });
    for (int i = 0; i < 100; i++) {
      watchdog.answered(second, 0);
    }
    assertThat(sent).hasValue(1);
    await()
        .until(
            () -> {
              watchdog.answered(first, 0);
              return sent.get() == 2;
            });
  }

  @Test
  void probesForOthersDoNotMakeItHearMoreOften() {
    long hourMicros = 3_600_000_000L;
    SystemdWatchdog watchdog =
        new SystemdWatchdog(hourMicros, List.of(first, second), sent::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      watchdog.answered(first, 0);
      watchdog.answered(second, 0);
    }
    assertThat(sent).hasValue(0);
    assertThat(watchdog.intervalNanos()).isEqualTo(hourMicros * 1_000 / 3);
  }
}
