package io.porty.engine.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameResolverTest {

  private static final byte[] ONE = {10, 0, 0, 1};
  private static final byte[] TWO = {10, 0, 0, 2};

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile byte[] answer = ONE;
  private volatile boolean fails;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private final NameResolver resolver = new NameResolver(threads, this::find, now::get);

  private InetAddress[] find(String host) throws UnknownHostException {
    asked.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException("interrupted");
    }
    if (fails) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByAddress(answer)};
  }

  private byte[] resolve() throws Exception {
    return resolver
        .resolve("a.test")
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)[0]
        .getAddress();
  }

  private void passes(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void anAnswerIsRememberedForSecondsThenAskedForAgain() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    answer = TWO;
    passes(Duration.ofSeconds(4));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(2));
    assertThat(resolve()).isEqualTo(TWO);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whatWasKnownHoldsForAMinuteWhileTheServerFails() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    fails = true;
    passes(Duration.ofSeconds(50));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(11));
    assertThatThrownBy(this::resolve).hasCauseInstanceOf(UnknownHostException.class);
    fails = false;
    answer = TWO;
    assertThat(resolve()).isEqualTo(TWO);
  }

  @Test
  void whatWasKnownHoldsWhileTheServerIsSlow() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    CountDownLatch slow = new CountDownLatch(1);
    gate = slow;
    answer = TWO;
    passes(Duration.ofSeconds(6));
    assertThat(resolve()).as("after half a second").isEqualTo(ONE);
    assertThat(resolve()).as("at once").isEqualTo(ONE);
    slow.countDown();
    await().until(() -> Arrays.equals(resolve(), TWO));
  }

  @Test
  void whatWasKnownHoldsWhileTooManyNamesAreBeingResolved() throws Exception {
    assertThat(resolve()).isEqualTo(ONE);
    threads.shutdown();
    passes(Duration.ofSeconds(6));
    assertThat(resolve()).isEqualTo(ONE);
    passes(Duration.ofSeconds(60));
    assertThatThrownBy(this::resolve).hasMessageContaining("too many names");
  }

  @Test
  void aNameThatWasNeverKnownFails() {
    fails = true;
    assertThatThrownBy(this::resolve).hasCauseInstanceOf(UnknownHostException.class);
  }
}
