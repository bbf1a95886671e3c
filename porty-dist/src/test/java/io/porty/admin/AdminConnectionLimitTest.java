package io.porty.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.engine.ProcessControl;
import io.porty.engine.StartException;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An admin endpoint whose places others want to take. */
class AdminConnectionLimitTest {

  private static final String TOKEN = "0123456789abcdef";

  private static final String ROUTE =
      """
      [[routes]]
      name = "web"
      listen = "127.0.0.1:PORT"
      mode = "http"
      log_requests = false
      """;

  @TempDir Path folder;

  private AdminPorty porty(boolean withToken) {
    return new AdminPorty(
        folder,
        "[admin]\nlisten = \"127.0.0.1:"
            + Ports.free()
            + "\"\n"
            + (withToken ? "token = \"" + TOKEN + "\"\n" : "")
            + ROUTE);
  }

  /** Half a request. */
  private static Socket trickling(AdminPorty porty, String bytes) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), porty.adminPort());
      try {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      } catch (SocketException e) {
        // It had to give way already.
      }
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void trickle(List<Socket> crowd) {
    for (Socket socket : crowd) {
      try {
        socket.getOutputStream().write('x');
      } catch (IOException e) {
        // It had to give way.
      }
    }
  }

  private static void close(List<Socket> crowd) {
    for (Socket socket : crowd) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"64, false", "64, true", "640, false", "640, true"})
  void healthIsAnsweredHoweverManyTrickle(int visitors, boolean withToken) {
    List<Socket> crowd = new ArrayList<>();
    try (AdminPorty porty = porty(withToken)) {
      for (int i = 0; i < visitors; i++) {
        crowd.add(trickling(porty, "GET /healthz HTTP/1.1\r\nHost: localh"));
      }
      for (int i = 0; i < 5; i++) {
        trickle(crowd);
        long begin = System.nanoTime();
        assertThat(porty.ask("GET", "/healthz", "Authorization: bearer " + TOKEN).body())
            .isEqualTo("ok\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      }
    } finally {
      close(crowd);
    }
  }

  /** Whoever was let in stays longer than who was not, but not for ever. */
  @Test
  void visitorsThatWereLetInGiveWayLast() {
    List<Socket> crowd = new ArrayList<>();
    try (AdminPorty porty = porty(true);
        RawClient scraper = RawClient.to(porty.adminPort())) {
      String request =
          "GET /readyz HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n";
      assertThat(scraper.send(request).message().status()).isEqualTo(200);
      for (int i = 0; i < 200; i++) {
        crowd.add(trickling(porty, "G"));
      }
      assertThat(scraper.send(request).message().status()).as("still here").isEqualTo(200);
    } finally {
      close(crowd);
    }
  }

  @Test
  void idleVisitorsGiveWayWhenEveryPlaceIsTaken() {
    List<RawClient> crowd = new ArrayList<>();
    try (AdminPorty porty = porty(false)) {
      for (int i = 0; i < 200; i++) {
        RawClient visitor = RawClient.to(porty.adminPort());
        crowd.add(visitor);
        assertThat(visitor.get("/readyz").status()).isEqualTo(403);
        String request = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(visitor.send(request).message().status()).isEqualTo(200);
      }
      assertThat(porty.get("/healthz")).isEqualTo("ok\n");
    } finally {
      crowd.forEach(RawClient::close);
    }
  }

  @Test
  void aRequestHasToBeCompleteWithinSeconds() throws Exception {
    try (AdminPorty porty = porty(false);
        Socket slow = trickling(porty, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ")) {
      slow.setSoTimeout(100);
      long begin = System.nanoTime();
      await().atMost(Duration.ofSeconds(12)).until(() -> isOver(slow));
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
    }
  }

  /** Sends one byte more and says whether the other side has closed. */
  private static boolean isOver(Socket slow) throws IOException {
    try {
      slow.getOutputStream().write('x');
      return slow.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void answersThatNobodyTakesGiveWay() {
    List<Socket> crowd = new ArrayList<>();
    try (AdminPorty porty = porty(false)) {
      String request = "GET /threads HTTP/1.1\r\nHost: localhost\r\n\r\n";
      for (int i = 0; i < 100; i++) {
        crowd.add(trickling(porty, request.repeat(200)));
      }
      long begin = System.nanoTime();
      assertThat(porty.get("/healthz")).isEqualTo("ok\n");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    } finally {
      close(crowd);
    }
  }

  /** Restarts when it is told to, and then refuses. */
  private static final class SlowOperator implements ProcessControl {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public List<String> reload() {
      return List.of();
    }

    @Override
    public String restart() throws StartException {
      begun.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new StartException(StartException.FAILED, "not today");
    }

    @Override
    public void stop() {}
  }

  /**
   * A restart, a reload that hangs: whoever comes meanwhile is told, and health is not behind it.
   */
  @Test
  void oneCommandAtATimeAndHealthBesideIt() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    SlowOperator operator = new SlowOperator();
    try (AdminPorty porty = porty(false)) {
      porty.porty().setProcessControl(operator);
      Future<Wire.Message> first = threads.submit(() -> porty.ask("POST", "/restart"));
      operator.begun.await();
      for (int i = 0; i < 10; i++) {
        Wire.Message refused = porty.ask("POST", i % 2 == 0 ? "/reload" : "/restart");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body())
            .isEqualTo("a restart is in progress; try again when it has finished\n");
        assertThat(porty.get("/healthz")).isEqualTo("ok\n");
        assertThat(porty.get("/routes")).contains("web");
      }
      operator.goOn.countDown();
      assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(422);
      await().until(() -> porty.ask("POST", "/reload").status() == 200);
    } finally {
      operator.goOn.countDown();
      threads.shutdownNow();
    }
  }
}
