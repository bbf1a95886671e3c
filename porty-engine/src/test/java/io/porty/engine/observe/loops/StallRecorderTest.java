package io.porty.engine.observe.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.porty.net.diagnostics.InternalErrors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;

class StallRecorderTest {

  private static boolean isProbing() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("porty-loop-monitor"));
  }

  @Test
  void stallsAreRecordedAndLoopsProbedOnlyWhileARecordingRuns() {
    EventLoop loop = new DefaultEventLoop();
    AtomicInteger stalls = new AtomicInteger();
    try (EventLoopMonitor monitor = new EventLoopMonitor(List.of(loop), new InternalErrors())) {
      StallRecorder recorder = new StallRecorder(monitor);
      recorder.check();
      assertThat(isProbing()).isFalse();

      try (RecordingStream recording = new RecordingStream()) {
        recording.enable("porty.EventLoopStall");
        recording.setReuse(false);
        recording.onEvent(
            "porty.EventLoopStall",
            event -> {
              assertThat(event.getDuration("late")).isGreaterThan(Duration.ofMillis(9));
              stalls.incrementAndGet();
            });
        recording.startAsync();
        recorder.check();
        assertThat(isProbing()).isTrue();
        await()
            .until(
                () -> {
                  loop.execute(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)));
                  return stalls.get() > 0;
                });
      }
      await().until(() -> !isProbing());
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }
}
