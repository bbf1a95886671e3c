package io.porty.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.TrafficLog;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LogPumpTest {

  private static ConnectionRecord record(long id) {
    return new ConnectionRecord(
        id, "r", 0, new InetSocketAddress("127.0.0.1", 1), null, "", 0, 0, 0, null);
  }

  @Test
  void keepsTheOrderAndLosesNothingWhileThereIsRoom() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    LogPump pump = new LogPump();
    TrafficLog log =
        pump.pumped(
            List.of(
                new TrafficLog() {
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
    LogPump pump = new LogPump();
    TrafficLog log =
        pump.pumped(
            List.of(
                new TrafficLog() {
                  @Override
                  public void connectionOpened(ConnectionRecord connection) {
                    try {
                      stuck.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                }));
    int sent = LogPump.CAPACITY + 1000;
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
    LogPump pump = new LogPump();
    TrafficLog log =
        pump.pumped(
            List.of(
                new TrafficLog() {
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
}
