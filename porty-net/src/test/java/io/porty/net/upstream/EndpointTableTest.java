package io.porty.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.Target;
import io.porty.api.mode.Endpoint;
import io.porty.api.mode.UpstreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndpointTableTest {

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 100); // it may overflow
  private final EndpointTable table = new EndpointTable(clock::getAndIncrement);

  private static UpstreamKey ofOperator(int port) {
    return UpstreamKey.of(new Target("backend", port));
  }

  private static UpstreamKey ofClient(String host) {
    return UpstreamKey.chosenByClient(new Target(host, 80), "route");
  }

  private void useOnce(UpstreamKey key) {
    table.release(table.acquire(key));
  }

  private boolean knows(Endpoint endpoint) {
    return table.all().stream().anyMatch(s -> s.endpoint() == endpoint);
  }

  @Test
  void equalKeysShareAnEndpointAndItIsRememberedUnused() {
    EndpointState first = table.acquire(ofOperator(80));
    first.endpoint().connectFailed(7);
    table.release(first);

    assertThat(table.acquire(ofOperator(80))).isSameAs(first);
    assertThat(first.endpoint().connectFailures()).isEqualTo(1);
    assertThat(table.acquire(ofOperator(81))).isNotSameAs(first);
  }

  @Test
  void remembersABoundedNumberOfUnusedEndpoints() {
    int last = 0;
    for (int i = 0; i < 3 * EndpointTable.MAX_UNUSED; i++) {
      useOnce(ofClient("host" + i));
      last = i % 512 == 0 ? table.all().size() : last;
      assertThat(last).isLessThanOrEqualTo(EndpointTable.MAX_UNUSED);
    }
  }

  @Test
  void clientsThatVaryTargetsEvictNeitherUsedEndpointsNorTheOperators() {
    Endpoint used = table.acquire(ofClient("used")).endpoint();
    EndpointState operators = table.acquire(ofOperator(80));
    table.release(operators);

    for (int i = 0; i < 3 * EndpointTable.MAX_UNUSED; i++) {
      useOnce(ofClient("host" + i));
    }

    assertThat(knows(used)).isTrue();
    assertThat(knows(operators.endpoint())).isTrue();
  }

  @Test
  void forgetsTheLongestUnusedFirst() {
    List<EndpointState> all = new ArrayList<>();
    for (int i = 0; i <= EndpointTable.MAX_UNUSED; i++) {
      all.add(table.acquire(ofClient("host" + i)));
    }
    // Released the other way round: the last one is the longest unused.
    for (int i = EndpointTable.MAX_UNUSED; i >= 0; i--) {
      table.release(all.get(i));
    }

    assertThat(knows(all.get(0).endpoint())).isTrue();
    assertThat(knows(all.get(EndpointTable.MAX_UNUSED).endpoint())).isFalse();
    assertThat(table.all()).hasSize(EndpointTable.MAX_UNUSED + 1 - EndpointTable.FORGOTTEN_AT_ONCE);
  }

  @Test
  void refusesWhatWasNotAcquired() {
    Endpoint stranger = new Endpoint(ofOperator(80));
    assertThatThrownBy(() -> table.release(stranger)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsExactlyOverThreadsWhileEndpointsComeAndGo() throws Exception {
    int threads = 4;
    int rounds = 20_000;
    EndpointState held = table.acquire(ofOperator(1));
    CountDownLatch together = new CountDownLatch(threads);
    try (AutoClosingThreads pool = new AutoClosingThreads(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int mine = t;
        all.add(
            pool.submit(
                () -> {
                  together.countDown();
                  together.await();
                  for (int i = 0; i < rounds; i++) {
                    EndpointState shared = table.acquire(ofOperator(1 + i % 3));
                    shared.endpoint().requestBegan();
                    useOnce(ofClient("t" + mine + "." + i));
                    shared.endpoint().requestEnded();
                    held.endpoint().connectionOpened();
                    table.release(shared);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(held.endpoint().connections()).isEqualTo((long) threads * rounds);
    assertThat(held.endpoint().requests()).isZero();
    assertThat(table.acquire(ofOperator(2)).endpoint().requests()).isZero();
    // Two threads may find it full at once, each with one more.
    assertThat(table.all().size()).isLessThanOrEqualTo(EndpointTable.MAX_UNUSED + threads + 3);
  }

  private record AutoClosingThreads(java.util.concurrent.ExecutorService threads)
      implements AutoCloseable {

    AutoClosingThreads(int count) {
      this(Executors.newFixedThreadPool(count));
    }

    Future<?> submit(java.util.concurrent.Callable<?> task) {
      return threads.submit(task);
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
