package io.porty.net.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.net.transport.MemoryPressureMonitor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GlobalConnectionLimitTest {

  private final AtomicLong used = new AtomicLong();
  private final GlobalConnectionLimit all =
      new GlobalConnectionLimit(new MemoryPressureMonitor(used::get, 1_000));

  @Test
  void memoryIsShortFromThreeQuartersUntilThereIsClearlyEnough() {
    MemoryPressureMonitor guard = new MemoryPressureMonitor(used::get, 1_000);
    used.set(749);
    assertThat(guard.isShort()).isFalse();
    used.set(750);
    assertThat(guard.isShort()).isTrue();
    used.set(660);
    assertThat(guard.isShort()).isTrue();
    used.set(649);
    assertThat(guard.isShort()).isFalse();
    used.set(-1);
    assertThat(guard.isShort()).as("nobody counts").isFalse();
  }

  @Test
  void gatesShareTheLimitAndAllHearOfAFreePlace() {
    ConnectionLimiter one = new ConnectionLimiter(10, all);
    ConnectionLimiter other = new ConnectionLimiter(10, all);
    AtomicInteger told = new AtomicInteger();
    other.onFree(told::incrementAndGet);
    all.limit(2);
    told.set(0);
    assertThat(one.admit()).isTrue();
    assertThat(one.admit()).isTrue();
    assertThat(other.admit()).isFalse();
    assertThat(other.open()).isZero();

    one.release();
    assertThat(told).hasValue(1);
    assertThat(other.admit()).isTrue();

    all.limit(0);
    assertThat(told).hasValue(2);
    assertThat(other.admit()).isTrue();
    other.close();
    all.limit(0);
    assertThat(told).hasValue(2);
  }

  @Test
  void aGateNamesTheLimitThatIsReached() {
    ConnectionLimiter one = new ConnectionLimiter(1, all);
    ConnectionLimiter other = new ConnectionLimiter(5, all);
    all.limit(2);
    assertThat(one.reached()).isEmpty();
    one.admit();
    assertThat(one.reached()).contains("1 connections (max_connections)");
    assertThat(other.reached()).isEmpty();
    other.admit();
    assertThat(other.admit()).isFalse();
    assertThat(other.reached())
        .contains("2 connections on all listeners together (max_connections_total)");
    one.release();
    assertThat(other.reached()).isEmpty();
  }

  @Test
  void whoeverWaitsForMemoryIsToldWhenThereIsEnough() {
    ConnectionLimiter gate = new ConnectionLimiter(10, all);
    AtomicInteger told = new AtomicInteger();
    gate.onFree(told::incrementAndGet);
    used.set(900);
    assertThat(gate.admit()).isFalse();
    used.set(0);
    await().untilAtomic(told, org.hamcrest.Matchers.is(1));
    assertThat(gate.admit()).isTrue();
    assertThat(gate.open()).isEqualTo(1);
  }

  @Test
  void memoryIsFreedWhileSomebodyWaitsForIt() {
    ConnectionLimiter gate = new ConnectionLimiter(10, all);
    AtomicInteger told = new AtomicInteger();
    gate.onFree(told::incrementAndGet);
    AtomicInteger calls = new AtomicInteger();
    all.freesMemory(() -> used.set(calls.incrementAndGet() < 2 ? 900 : 0));
    used.set(900);
    assertThat(gate.admit()).isFalse();
    await().untilAtomic(told, org.hamcrest.Matchers.is(1));
    assertThat(calls).hasValue(2);
  }
}
