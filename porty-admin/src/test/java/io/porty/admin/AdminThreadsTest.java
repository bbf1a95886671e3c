package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.admin.AdminThreads.Work;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdminThreadsTest {

  private static final int MORE_THAN_ALL_THREADS = 16;

  private static String threadOf(AdminThreads threads, Work work) throws Exception {
    return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), threads.of(work))
        .get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Work.class)
  void workOfOneKindThatHangsDelaysNoOtherKind(Work hanging) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AdminThreads threads = new AdminThreads(() -> {});
    try {
      for (int i = 0; i < MORE_THAN_ALL_THREADS; i++) {
        threads.of(hanging).execute(() -> await(release));
      }
      for (Work other : Work.values()) {
        if (other != hanging) {
          assertThat(threadOf(threads, other)).startsWith("porty-admin-");
        }
      }
    } finally {
      release.countDown();
      threads.close();
    }
  }

  @Test
  void theSamplerRunsEverySecond() throws Exception {
    CountDownLatch samples = new CountDownLatch(2);
    AdminThreads threads = new AdminThreads(samples::countDown);
    try {
      assertThat(samples.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      threads.close();
    }
  }

  @Test
  void closingFinishesTheRequestsInProgress() throws Exception {
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(Work.values().length);
    CountDownLatch release = new CountDownLatch(1);
    AdminThreads threads = new AdminThreads(() -> {});
    for (Work work : Work.values()) {
      threads
          .of(work)
          .execute(
              () -> {
                running.countDown();
                await(release);
                finished.incrementAndGet();
              });
    }
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    release.countDown();
    threads.close();
    assertThat(finished).hasValue(Work.values().length);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
