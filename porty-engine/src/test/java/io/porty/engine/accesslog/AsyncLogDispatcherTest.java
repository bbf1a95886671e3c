package io.porty.engine.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.net.diagnostics.InternalErrors;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AsyncLogDispatcherTest {

  private static ConnectionRecord record(long id) {
    return ConnectionRecord.builder(id, "r", new InetSocketAddress("127.0.0.1", 1)).build();
  }

  @Test
  void keepsTheOrderAndLosesNothingWhileThereIsRoom() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    AccessLog log =
        pump.asyncOf(
            List.of(
                new AccessLog() {
                  @Override
                  public void connectionOpened(ConnectionRecord connection) {
                    seen.add(connection.id());
                  }
                }));
    for (long i = 0; i < 20_000; i++) {
      log.connectionOpened(record(i));
    }
    pump.close();

    assertThat(seen).hasSize(20_000).isSorted();
    assertThat(pump.dropped()).isZero();
  }

  @Test
  void dropsAndCountsWhenTheLogIsStuckAndNeverWaits() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    AccessLog log =
        pump.asyncOf(
            List.of(
                new AccessLog() {
                  @Override
                  public void connectionOpened(ConnectionRecord connection) {
                    try {
                      stuck.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                }));
    int sent = AsyncLogDispatcher.CAPACITY + 1000;
    for (long i = 0; i < sent; i++) {
      log.connectionOpened(record(i));
    }
    long dropped = pump.dropped();
    stuck.countDown();
    pump.close();

    assertThat(dropped).isBetween(900L, 1000L);
  }

  @Test
  void survivesALogThatFails() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    AccessLog log =
        pump.asyncOf(
            List.of(
                new AccessLog() {
                  @Override
                  public void connectionOpened(ConnectionRecord connection) {
                    seen.add(connection.id());
                    throw new IllegalStateException("on purpose");
                  }
                }));
    log.connectionOpened(record(1));
    log.connectionOpened(record(2));
    pump.close();

    assertThat(seen).containsExactly(1L, 2L);
  }

  private static AsyncLog pumped(
      AsyncLogDispatcher pump, String name, Object group, AccessLog log) {
    return new AsyncLog(
        log,
        pump.counters(name, "access log \"" + name + "\" of test"),
        new AsyncLog.Queue(group, name, AsyncLogDispatcherTest.class.getClassLoader(), 16));
  }

  private static AccessLog keeping(List<Long> seen) {
    return new AccessLog() {
      @Override
      public void connectionOpened(ConnectionRecord connection) {
        seen.add(connection.id());
      }
    };
  }

  private static AccessLog waitingFor(CountDownLatch latch) {
    return new AccessLog() {
      @Override
      public void connectionOpened(ConnectionRecord connection) {
        boolean waited = false;
        while (!waited) {
          try {
            latch.await();
            waited = true;
          } catch (InterruptedException e) {
            // A log that does not even listen to that.
          }
        }
      }
    };
  }

  @Test
  void aLogThatIsStuckKeepsNoOtherWaitingAndLosesOnlyItsOwn() {
    CountDownLatch stuck = new CountDownLatch(1);
    List<Long> seen = new CopyOnWriteArrayList<>();
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    AccessLog log =
        pump.async(
            List.of(
                pumped(pump, "stuck", "a", waitingFor(stuck)),
                pumped(pump, "fine", "b", keeping(seen))));
    for (long i = 0; i < 10; i++) {
      log.connectionOpened(record(i));
    }
    await(() -> seen.size() == 10);
    assertThat(pump.dropped()).isZero();

    boolean complete = pump.close(50);
    stuck.countDown();

    assertThat(complete).isFalse();
    assertThat(pump.counters("fine", "").lost()).isZero();
    assertThat(pump.counters("stuck", "").lost()).as("the one that it is at, too").isEqualTo(10);
  }

  @Test
  void countsFailuresForEachLog() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    AccessLog bad =
        new AccessLog() {
          @Override
          public void connectionOpened(ConnectionRecord connection) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void flush() {
            throw new NoClassDefFoundError("no/such/Library");
          }
        };
    AccessLog log =
        pump.async(
            List.of(pumped(pump, "bad", "a", bad), pumped(pump, "fine", "a", keeping(seen))));
    log.connectionOpened(record(1));
    log.connectionOpened(record(2));
    pump.close();

    assertThat(seen).containsExactly(1L, 2L);
    assertThat(pump.counters("fine", "").failed()).isZero();
    assertThat(pump.counters("bad", "").failed()).isBetween(3L, 4L);
  }

  @Test
  void nothingRunsBeforeTheFirstRecord() {
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    pump.async(List.of(pumped(pump, "unused", "a", new AccessLog() {})));

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("porty-log-unused");
    pump.close();
  }

  @Test
  void aPluginHasFourThreadsAtMost() {
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    List<Long> seen = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      AccessLog log = pump.async(List.of(pumped(pump, "many" + i, "a", keeping(seen))));
      log.connectionOpened(record(i));
    }
    await(() -> seen.size() == 20);
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("porty-log-many")))
        .hasSize(AsyncLogDispatcher.MAX_WORKERS);
    pump.close();
  }

  @Test
  void aTaskRunsBehindTheRecordsOfEveryLogButNotForEver() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    List<Long> seen = new CopyOnWriteArrayList<>();
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    AccessLog fine = pump.async(List.of(pumped(pump, "fine", "b", keeping(seen))));
    fine.connectionOpened(record(1));
    CountDownLatch first = new CountDownLatch(1);
    pump.runAfterQueued(
        () -> {
          seen.add(99L);
          first.countDown();
        });
    assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly(1L, 99L);

    pump.async(List.of(pumped(pump, "stuck", "a", waitingFor(stuck)))).connectionOpened(record(2));
    CountDownLatch second = new CountDownLatch(1);
    pump.runAfterQueued(second::countDown);
    assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
    stuck.countDown();
    pump.close();
  }

  /** A record that is taken from its queue is not yet written; nor is one that is not flushed. */
  @Test
  void aTaskWaitsForALogThatIsFlushing() throws Exception {
    CountDownLatch flushing = new CountDownLatch(1);
    CountDownLatch slow = new CountDownLatch(1);
    List<String> seen = new CopyOnWriteArrayList<>();
    AccessLog log =
        new AccessLog() {
          @Override
          public void flush() {
            flushing.countDown();
            boolean waited = false;
            while (!waited) {
              try {
                slow.await();
                waited = true;
              } catch (InterruptedException e) {
                // The test ends the wait.
              }
            }
            seen.add("flushed");
          }
        };
    AsyncLogDispatcher pump = new AsyncLogDispatcher(new InternalErrors());
    pump.async(List.of(pumped(pump, "slow", "a", log))).connectionOpened(record(1));
    assertThat(flushing.await(5, TimeUnit.SECONDS)).isTrue();
    CountDownLatch ran = new CountDownLatch(1);
    pump.runAfterQueued(
        () -> {
          seen.add("task");
          ran.countDown();
        });
    slow.countDown();
    assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(seen.subList(0, 2)).containsExactly("flushed", "task");
    pump.close();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
