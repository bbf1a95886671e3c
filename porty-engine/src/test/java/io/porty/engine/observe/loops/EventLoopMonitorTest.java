package io.porty.engine.observe.loops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.porty.net.diagnostics.InternalErrors;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopMonitorTest {

  private static final long OFTEN = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventLoop first = new DefaultEventLoop();
  private final EventLoop second = new DefaultEventLoop();
  private final InternalErrors errors = new InternalErrors();
  private final EventLoopMonitor monitor = new EventLoopMonitor(List.of(first, second), errors);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() {
    released.countDown();
    monitor.close();
    first.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    second.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Counts what it hears. */
  private static class Hearing implements EventLoopListener {
    final long interval;
    final AtomicInteger answers = new AtomicInteger();
    volatile long maxDelay;
    volatile long overdueNanos;
    volatile EventLoop overdueLoop;
    volatile Thread overdueThread;

    Hearing(long interval) {
      this.interval = interval;
    }

    @Override
    public long intervalNanos() {
      return interval;
    }

    @Override
    public void answered(EventLoop loop, long delayNanos) {
      assertThat(loop.inEventLoop()).isTrue();
      maxDelay = Math.max(maxDelay, delayNanos);
      answers.incrementAndGet();
    }

    @Override
    public void overdue(LoopProbe probe) {
      overdueLoop = probe.loop();
      overdueThread = probe.thread();
      overdueNanos = probe.waitingNanos();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("porty-loop-monitor"))
        .count();
  }

  private void block(EventLoop loop) throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    loop.execute(
        () -> {
          blocked.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    blocked.await();
  }

  @Test
  void oneThreadProbesForAllListenersAndNoneWithoutThem() {
    Hearing one = new Hearing(OFTEN);
    Hearing other = new Hearing(OFTEN);
    assertThat(threads()).isZero();
    monitor.add(one);
    monitor.add(other);
    monitor.add(other);
    await().until(() -> one.answers.get() > 4 && other.answers.get() > 4);
    assertThat(threads()).isEqualTo(1);

    monitor.remove(one);
    assertThat(threads()).isEqualTo(1);
    monitor.remove(other);
    await().until(() -> threads() == 0);

    monitor.add(one);
    int before = one.answers.get();
    await().until(() -> one.answers.get() > before + 4);
    monitor.close();
    await().until(() -> threads() == 0);
    monitor.add(one);
    assertThat(threads()).isZero();
  }

  @Test
  void theShortestIntervalHoldsFromWhenItIsAskedFor() {
    Hearing seldom = new Hearing(TimeUnit.HOURS.toNanos(1));
    monitor.add(seldom);
    await().until(() -> seldom.answers.get() == 2);
    monitor.add(new Hearing(OFTEN));
    await().until(() -> seldom.answers.get() > 6);
  }

  @Test
  void aBlockedLoopIsOverdueUntilItAnswersAfterItsDelay() throws Exception {
    Hearing hearing = new Hearing(OFTEN);
    monitor.add(hearing);
    await().until(() -> hearing.answers.get() > 4);

    block(second);
    long wanted = TimeUnit.MILLISECONDS.toNanos(50);
    await().until(() -> hearing.overdueLoop == second && hearing.overdueNanos > wanted);
    assertThat(hearing.overdueThread).isNotNull();

    released.countDown();
    await().until(() -> hearing.maxDelay > wanted);
  }

  @Test
  void aFaultOfOneListenerIsReportedAndTheOthersHear() throws Exception {
    EventLoopListener faulty =
        new EventLoopListener() {
          @Override
          public long intervalNanos() {
            return OFTEN;
          }

          @Override
          public void overdue(LoopProbe probe) {
            throw new IllegalStateException("on purpose");
          }
        };
    Hearing hearing = new Hearing(OFTEN);
    monitor.add(faulty);
    monitor.add(hearing);
    block(first);
    long wanted = TimeUnit.MILLISECONDS.toNanos(20);
    await().until(() -> hearing.overdueNanos > wanted);
    assertThat(errors.counts().get(InternalErrors.LOOP_MONITOR)).isGreaterThan(1);
  }

  @Test
  void healthAndDelaysTellOfABlockedLoop() throws Exception {
    EventLoopHealth health = new EventLoopHealth();
    EventLoopDelays delays = new EventLoopDelays(List.of(first, second));
    monitor.add(health);
    monitor.add(delays);
    await().until(() -> delays.all().stream().allMatch(of -> of.count() > 0));
    assertThat(health.unresponsive()).isZero();

    block(first);
    await().until(() -> health.unresponsive() == 1);
    List<Long> longest = delays.maxDelays();
    assertThat(longest.get(0)).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(longest.get(1)).isLessThan(TimeUnit.SECONDS.toNanos(1));

    released.countDown();
    await().until(() -> health.unresponsive() == 0);
  }
}
