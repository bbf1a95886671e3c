package io.porty.net.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handshake waits for, and what is left of that afterwards; by a clock of the test. */
class HandshakeSchedulerTest {

  private final AtomicLong now = new AtomicLong();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final HandshakeRate all = new HandshakeRate(now::get);
  private final HandshakeRate own = new HandshakeRate(now::get);
  private final HandshakeScheduler scheduler = new HandshakeScheduler(channel.eventLoop(), all);
  private final List<String> begun = new ArrayList<>();

  @AfterEach
  void close() {
    channel.close();
  }

  private HandshakeOrigin client(Object client) {
    return new HandshakeOrigin("listener", client, own);
  }

  private Runnable begins(String name) {
    return () -> begun.add(name);
  }

  private void pass(int millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void whoWaitsForTheRateOfTheListenerIsKnown() {
    own.limit(10);
    Runnable third = begins("third");
    scheduler.enter(client("a"), begins("first"));
    scheduler.enter(client("a"), begins("second"));
    scheduler.enter(client("a"), third);
    assertThat(begun).containsExactly("first", "second");
    assertThat(scheduler.keepsFromEntering(client("a"), third)).isTrue();
    assertThat(scheduler.keepsFromEntering(client("a"), begins("other"))).isFalse();
    pass(150);
    assertThat(begun).containsExactly("first", "second", "third");
    assertThat(scheduler.keepsFromEntering(client("a"), third)).isFalse();
  }

  /** A listener with a rate whose client holds all of its places: the rate is not to blame. */
  @Test
  void whoWaitsForAPlaceDoesNotWaitForTheRate() {
    own.limit(1_000_000);
    for (int i = 0; i < HandshakeSlots.MAX_OF_CLIENT; i++) {
      scheduler.enter(client("a"), () -> {});
    }
    Runnable last = begins("last");
    scheduler.enter(client("a"), last);
    pass(1);
    assertThat(begun).isEmpty();
    assertThat(scheduler.keepsFromEntering(client("a"), last)).isFalse();
    scheduler.leave(client("a"));
    assertThat(begun).containsExactly("last");
  }

  @Test
  void whoWaitsForTheRoundDoesNotWaitForTheRateOfAll() {
    all.limit(1_000_000);
    for (int i = 0; i <= HandshakeScheduler.MAX_PER_ROUND; i++) {
      scheduler.compute(client("a"), begins("computed"));
    }
    assertThat(begun).hasSize(HandshakeScheduler.MAX_PER_ROUND);
    assertThat(scheduler.keepsFromComputing()).isFalse();
    channel.runPendingTasks();
    assertThat(begun).hasSize(HandshakeScheduler.MAX_PER_ROUND + 1);
    all.limit(10);
    scheduler.compute(client("a"), begins("computed"));
    scheduler.compute(client("a"), begins("waits"));
    scheduler.compute(client("a"), begins("waits"));
    assertThat(scheduler.keepsFromComputing()).isTrue();
  }

  /** Listeners come and go with reloads. */
  @Test
  void nothingIsKeptOfAListenerWhoseClientsDoNotWait() {
    own.limit(10);
    for (int i = 0; i < 5; i++) {
      scheduler.enter(client("a"), begins("begun"));
    }
    assertThat(scheduler.gates()).isEqualTo(1);
    for (int i = 0; i < 10; i++) {
      pass(100);
    }
    assertThat(begun).hasSize(5);
    assertThat(scheduler.gates()).isZero();
    Runnable leaves = begins("never");
    for (int i = 0; i < 2; i++) {
      scheduler.enter(client("a"), begins("begun"));
    }
    scheduler.enter(client("a"), leaves);
    scheduler.cancelEntering(client("a"), leaves);
    for (int i = 0; i < 10; i++) {
      pass(100);
    }
    assertThat(begun).doesNotContain("never").hasSize(7);
    assertThat(scheduler.gates()).isZero();
  }
}
