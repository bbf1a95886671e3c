package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to backends: shared, bounded, queued for, and never used when they are dead. */
class PoolTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab";

  /** A route to one backend, with the number of loops and further lines. */
  private static RunningPorty porty(int loops, int port, String... lines) {
    return RunningPorty.start(
        "log_requests = false\nevent_loops = "
            + loops
            + "\n[[routes]]\nname = \"a\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\n"
            + "target_addr = \"127.0.0.1\"\ntarget_port = "
            + port
            + "\n"
            + String.join("\n", lines)
            + "\n");
  }

  /**
   * The end of a stream and the next request then often come in the same round of a busy loop, in
   * any order.
   */
  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", POST})
  void neverShowsThatABackendClosedAnIdleConnection(String request) throws Exception {
    Semaphore closed = new Semaphore(0);
    AtomicBoolean over = new AtomicBoolean();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send(OK);
                  connection.close();
                  closed.release();
                });
        Backend other = Backend.ok("other");
        RunningPorty porty = porty(1, backend.port());
        RawClient client = porty.connect()) {
      Thread load = new Thread(() -> keepBusy(porty, other, over), "load");
      load.start();
      try {
        for (int i = 0; i < 600; i++) {
          assertThat(client.send(request).message().startLine()).isEqualTo("HTTP/1.1 200 OK");
          closed.acquire();
        }
      } finally {
        over.set(true);
        load.join();
      }
      assertThat(backend.accepted()).isEqualTo(600);
    }
  }

  private static void keepBusy(RunningPorty porty, Backend other, AtomicBoolean over) {
    String batch = ("GET /?" + other.query() + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(50);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(porty.connect());
    }
    while (!over.get()) {
      clients.forEach(client -> client.send(batch));
      for (RawClient client : clients) {
        for (int i = 0; i < 50; i++) {
          client.message();
        }
      }
    }
    clients.forEach(RawClient::close);
  }

  @Test
  void usesTheLatestConnectionFirst() {
    CountDownLatch release = new CountDownLatch(1);
    List<Integer> used = new java.util.concurrent.CopyOnWriteArrayList<>();
    AtomicInteger number = new AtomicInteger();
    try (Backend backend =
            Backend.running(
                connection -> {
                  int mine = number.incrementAndGet();
                  while (true) {
                    Wire.Message request = connection.message();
                    used.add(mine);
                    if (request.target().equals("/slow")) {
                      release.await();
                    }
                    connection.send(OK);
                  }
                });
        RunningPorty porty = porty(1, backend.port());
        RawClient first = porty.connect();
        RawClient second = porty.connect()) {
      first.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> used.size() == 1);
      second.get("/");
      release.countDown();
      first.message();
      for (int i = 0; i < 5; i++) {
        second.get("/");
      }
      assertThat(used).containsExactly(1, 2, 1, 1, 1, 1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void letsRequestsWaitForAPlace(int loops) throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    connection.isSilentFor(5);
                    inside.decrementAndGet();
                    connection.send(OK);
                  }
                });
        RunningPorty porty = porty(loops, backend.port(), "upstream_max_connections = 2")) {
      assertThat(all(12, () -> statuses(porty, 10))).allMatch(s -> s.equals("200".repeat(10)));
      assertThat(most.get()).isEqualTo(2);
      assertThat(backend.open()).isLessThanOrEqualTo(2);
    }
  }

  private static String statuses(RunningPorty porty, int requests) {
    StringBuilder all = new StringBuilder();
    try (RawClient client = porty.connect()) {
      for (int i = 0; i < requests; i++) {
        all.append(client.get("/").status());
      }
    }
    return all.toString();
  }

  private static <T> List<T> all(int threads, Callable<T> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void says503WhenNoPlaceBecomesFreeInTime() {
    Semaphore go = new Semaphore(0);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  go.acquire();
                  connection.send(OK);
                  connection.isEnded();
                });
        RunningPorty porty =
            porty(1, backend.port(), "upstream_max_connections = 1", "timeout_seconds = 0.5");
        RawClient first = porty.connect();
        RawClient second = porty.connect()) {
      first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> backend.open() == 1);
      go.release();
      // Answered by now or soon; the next one then holds the place without end.
      first.message();
      first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      Wire.Message answer = second.get("/");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("upstream_overloaded");
    }
  }

  /** Who leaves while waiting must not take the place of who comes behind. */
  @Test
  void keepsTheQueueGoingWhenAWaitingClientLeaves() {
    Semaphore go = new Semaphore(0);
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    go.acquire();
                    connection.send(OK);
                  }
                });
        RunningPorty porty = porty(1, backend.port(), "upstream_max_connections = 1");
        RawClient first = porty.connect();
        RawClient leaver = porty.connect();
        RawClient last = porty.connect()) {
      first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> backend.open() == 1);
      leaver.send("GET /leaver HTTP/1.1\r\nHost: a\r\n\r\n");
      last.send("GET /last HTTP/1.1\r\nHost: a\r\n\r\n");
      leaver.reset();
      go.release(10);

      assertThat(first.message().status()).isEqualTo(200);
      assertThat(last.message().status()).isEqualTo(200);
    }
  }

  /** A backend may close any moment what has been idle for long; a GET could be sent again. */
  @Test
  void sendsWhatCannotBeSentTwiceOnlyOnConnectionsUsedALittleWhileAgo() {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = porty(1, backend.port(), "upstream_unsafe_reuse_idle_seconds = 0.3");
        RawClient client = porty.connect()) {
      client.get("/");
      assertThat(client.send(POST).message().status()).isEqualTo(200);
      assertThat(backend.accepted()).isEqualTo(1);
      assertThat(client.isSilentFor(700)).isTrue();
      client.get("/");
      assertThat(backend.accepted()).isEqualTo(1);
      assertThat(client.isSilentFor(700)).isTrue();
      assertThat(client.send(POST).message().status()).isEqualTo(200);
      assertThat(backend.accepted()).isEqualTo(2);
      client.get("/");
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @Test
  void makesRoomForAFreshConnectionWhereAnOldOneHoldsTheOnlyPlace() {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty =
            porty(
                1,
                backend.port(),
                "upstream_unsafe_reuse_idle_seconds = 0.3",
                "upstream_max_connections = 1");
        RawClient client = porty.connect()) {
      client.get("/");
      assertThat(client.isSilentFor(700)).isTrue();
      assertThat(client.send(POST).message().status()).isEqualTo(200);
      assertThat(backend.accepted()).isEqualTo(2);
      await().until(() -> backend.open() == 1);
    }
  }

  @Test
  void looksUpTheTargetAnewAfterALifetime() {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = porty(1, backend.port(), "upstream_lifetime_seconds = 0.3");
        RawClient client = porty.connect()) {
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> client.get("/").status() == 200 && backend.accepted() > 1);
      assertThat(backend.accepted()).isLessThan(backend.requests().size());
    }
  }

  @Test
  void keepsOnlySoManyIdleConnectionsOverAllTargets() {
    List<Backend> backends = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      backends.add(Backend.ok("ok"));
    }
    try (RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\nevent_loops = 1\n[[routes]]\nname = \"a\"\nlisten_addr = \"127.0.0.1\"\n"
                    + "listen_port = PORT\nmode = \"http\"\nupstream_max_idle = 2\n");
        RawClient client = porty.connect()) {
      for (Backend backend : backends) {
        assertThat(client.get("/?" + backend.query()).status()).isEqualTo(200);
      }
      await().until(() -> backends.stream().mapToInt(Backend::open).sum() == 2);
      assertThat(backends.get(5).open()).as("the latest stays").isEqualTo(1);
    } finally {
      backends.forEach(Backend::close);
    }
  }

  /** A queue that is bounded by time alone keeps everybody waiting for nothing. */
  @Test
  void refusesAtOnceWhenTheQueueIsFull() throws Exception {
    Semaphore answer = new Semaphore(0);
    try (Backend slow =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    answer.acquire();
                    connection.send(OK);
                  }
                });
        RunningPorty porty =
            porty(2, slow.port(), "upstream_max_connections = 1", "upstream_max_queue = 3")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(porty.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      int refused = 0;
      for (RawClient client : clients) {
        client.patience(300);
        try {
          assertThat(client.message().status()).isEqualTo(503);
          refused++;
        } catch (java.io.UncheckedIOException stillWaits) {
          client.patience(10_000);
        }
      }
      assertThat(refused).as("one is served, three wait").isEqualTo(16);
      answer.release(4);
      clients.forEach(RawClient::close);
    }
  }
}
