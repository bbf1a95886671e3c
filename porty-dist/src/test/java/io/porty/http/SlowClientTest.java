package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Clients that take their time, on purpose or not. */
class SlowClientTest {

  private static final int SLOW = 200;
  private static final int REQUESTS = 300;

  @Test
  void servesOthersWhileTwoHundredDribbleTheirHeads() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty =
            RunningPorty.fixed(
                backend, "max_connections = 1000", "request_header_timeout_seconds = 3")) {
      long alone = nanosOf(porty);
      Thread slow = new Thread(() -> dribble(porty, over), "dribble");
      slow.start();
      try {
        long beside = nanosOf(porty);

        assertThat(beside)
            .as("a factor that no noise of a machine explains")
            .isLessThan(alone * 10);
      } finally {
        over.set(true);
        slow.join();
      }
    }
  }

  private static long nanosOf(RunningPorty porty) {
    long start = System.nanoTime();
    try (RawClient client = porty.connect()) {
      for (int i = 0; i < REQUESTS; i++) {
        assertThat(client.get("/").status()).isEqualTo(200);
      }
    }
    return System.nanoTime() - start;
  }

  /** A byte of each head by turns; who is refused begins again. */
  private static void dribble(RunningPorty porty, AtomicBoolean over) {
    String head = "GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(5000) + "\r\n\r\n";
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < SLOW; i++) {
      clients.add(porty.connect());
    }
    for (int at = 0; at < head.length() && !over.get(); at++) {
      for (int i = 0; i < SLOW; i++) {
        try {
          clients.get(i).send(head.substring(at, at + 1));
        } catch (java.io.UncheckedIOException refused) {
          clients.set(i, porty.connect());
        }
      }
    }
    clients.forEach(RawClient::close);
  }
}
