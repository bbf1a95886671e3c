package io.porty.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** More than there is room for. */
class OverloadTest {

  private static String route(String name, int port, Backend backend, String... lines) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\nlog_requests = false\ntarget = \"127.0.0.1:"
        + backend.port()
        + "\"\n"
        + String.join("\n", lines)
        + "\n";
  }

  @Test
  void clientsOfEveryListenerShareTheTotal() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty =
            RunningPorty.start(
                "max_connections_total = 2\n"
                    + route("a", Ports.free(), backend)
                    + route("b", Ports.free(), backend));
        RawClient one = RawClient.to(porty.port(0));
        RawClient two = RawClient.to(porty.port(1))) {
      one.get("/");
      two.get("/");
      try (RawClient waits = RawClient.to(porty.port(1))) {
        waits.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(porty.porty().openConnections()).isEqualTo(2);
        assertThat(two.get("/").status()).as("those inside are served").isEqualTo(200);
        one.close();
        assertThat(waits.message().body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void aClientThatHasTooManyConnectionsIsToldSo() {
    try (Backend backend = Backend.ok("hello");
        RunningPorty porty = RunningPorty.fixed(backend, "max_connections_per_client = 2");
        RawClient one = porty.connect();
        RawClient two = porty.connect()) {
      one.get("/");
      two.get("/");
      try (RawClient three = porty.connect()) {
        Wire.Message refused = three.get("/");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.first("X-Porty-Error")).isEqualTo("client_limit");
        assertThat(refused.first("Retry-After")).isEqualTo("1");
        assertThat(refused.first("Connection")).isEqualTo("close");
        assertThat(three.rest()).isEmpty();
      }
      one.close();
      await()
          .untilAsserted(
              () -> {
                try (RawClient next = porty.connect()) {
                  assertThat(next.get("/").status()).isEqualTo(200);
                }
              });
      assertThat(two.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void aTcpClientThatHasTooManyConnectionsIsClosed() {
    try (Backend echo = Backend.running(connection -> connection.echo());
        RunningPorty porty = RunningPorty.tcp(echo.port(), "max_connections_per_client = 1");
        RawClient one = porty.connect()) {
      assertThat(one.send("a").bytes(1)).isEqualTo("a");
      try (RawClient two = porty.connect()) {
        assertThat(two.rest()).isEmpty();
      }
      assertThat(one.send("b").bytes(1)).isEqualTo("b");
      assertThat(echo.accepted()).isEqualTo(1);
    }
  }

  @Test
  void aRequestThatHasWaitedLongEnoughIsToldWhenToComeAgain() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (Backend slow =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    free.await();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  }
                });
        RunningPorty porty =
            RunningPorty.fixed(
                slow, "upstream_max_connections = 1", "queue_timeout_seconds = 0.3");
        RawClient first = porty.connect()) {
      first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      await().until(() -> slow.accepted() == 1);
      List<RawClient> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        others.add(porty.connect().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      for (RawClient other : others) {
        Wire.Message refused = other.message();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.first("X-Porty-Error")).isEqualTo("upstream_overloaded");
        assertThat(refused.first("Retry-After")).isEqualTo("1");
      }
      free.countDown();
      assertThat(first.message().body()).isEqualTo("ok");
      assertThat(others.get(7).get("/").body()).as("and back").isEqualTo("ok");
      others.forEach(RawClient::close);
    }
  }
}
