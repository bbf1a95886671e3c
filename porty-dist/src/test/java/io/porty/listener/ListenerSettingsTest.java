package io.porty.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.TestPorty;
import org.junit.jupiter.api.Test;

/** Each key holds for exactly what it is written on: a listener or a route. */
class ListenerSettingsTest {

  private static String listener(String... lines) {
    return "log_requests = false\n[[listeners]]\nname = \"public\"\naddress = \"127.0.0.1:{port}\"\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static String route(String name, Backend backend, String... lines) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlistener = \"public\"\nmode = \"http\"\nhost = \""
        + name
        + ".test\"\ntarget = \"127.0.0.1:"
        + backend.port()
        + "\"\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static String request(String host, String... fields) {
    return "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("\r\n", fields) + "\r\n";
  }

  private static double secondsUntilEnd(RawClient client) {
    long begin = System.nanoTime();
    assertThat(client.isEnded()).isTrue();
    return (System.nanoTime() - begin) / 1e9;
  }

  @Test
  void aConnectionIdlesByTheRouteOfItsLastExchange() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(
                    listener()
                        + route("a", backend, "keepalive_timeout_seconds = 1")
                        + route("b", backend, "keepalive_timeout_seconds = 30"));
        RawClient a = RawClient.to(porty.port());
        RawClient b = RawClient.to(porty.port())) {
      assertThat(b.send(request("b.test", "")).message().status()).isEqualTo(200);
      assertThat(a.send(request("a.test", "")).message().status()).isEqualTo(200);

      assertThat(secondsUntilEnd(a)).isBetween(0.8, 2.5);
      assertThat(b.send(request("b.test", "")).message().status()).isEqualTo(200);

      assertThat(b.send(request("a.test", "")).message().status()).isEqualTo(200);
      assertThat(secondsUntilEnd(b)).as("now as a's").isBetween(0.8, 2.5);
    }
  }

  @Test
  void headsHaveTheTimeAndTheSizeOfTheirListener() {
    String field = "X-Long: " + "x".repeat(10_000);
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(
                    listener("request_header_timeout_seconds = 1", "max_head_bytes = 8192")
                        + route("a", backend)
                        + route("b", backend)
                        + "[[routes]]\nname = \"other\"\nmode = \"http\"\nlisten = \"127.0.0.1:0\"\nmax_head_bytes = 65536\ntarget = \"127.0.0.1:"
                        + backend.port()
                        + "\"\n");
        RawClient half = RawClient.to(porty.port());
        RawClient other = RawClient.to(porty.porty().addresses().get(1).getPort());
        RawClient otherHalf = RawClient.to(porty.porty().addresses().get(1).getPort())) {
      otherHalf.send("GET / HTTP/1.1\r\nHo");
      long begin = System.nanoTime();
      half.send("GET / HTTP/1.1\r\nHost: b.te");
      assertThat(half.message().status()).isEqualTo(408);
      assertThat((System.nanoTime() - begin) / 1e9).isBetween(0.8, 2.5);
      try (RawClient large = RawClient.to(porty.port())) {
        assertThat(large.send(request("b.test", field, "")).message().status()).isEqualTo(431);
      }
      assertThat(other.send(request("b.test", field, "")).message().status()).isEqualTo(200);
      assertThat(otherHalf.send("st: a\r\n\r\n").message().status()).isEqualTo(200);
    }
  }

  /** Cut at the limit, neither of them is malformed so far: waiting would buffer all that comes. */
  @Test
  void aHeadThatHasUsedUpItsBytesIsRefusedAtOnce() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(
                    listener("request_header_timeout_seconds = 60", "max_head_bytes = 8192")
                        + route("a", backend));
        RawClient line = RawClient.to(porty.port());
        RawClient head = RawClient.to(porty.port())) {
      assertThat(line.send("GET /" + "a".repeat(8187)).message().status()).isEqualTo(414);
      String start = "GET / HTTP/1.1\r\nHost: a.test\r\nX: ";
      String field = "a".repeat(8193 - start.length() - 4);
      assertThat(head.send(start + field + "\r\n\r\n").message().status()).isEqualTo(431);
    }
  }

  @Test
  void aNewConnectionMayHaveLongerThanAHead() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(
                    listener(
                            "request_header_timeout_seconds = 1",
                            "first_request_timeout_seconds = 30")
                        + route("a", backend));
        RawClient silent = RawClient.to(porty.port());
        RawClient half = RawClient.to(porty.port())) {
      assertThat(half.send("GET / HT").message().status()).isEqualTo(408);
      assertThat(silent.send(request("a.test", "")).message().status()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerWithoutARouteHasNoRoutesSettings() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(
                    listener()
                        + route("a", backend, "keepalive_timeout_seconds = 0.5")
                        + route("b", backend));
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send(request("nobody.test", "")).message().status()).isEqualTo(421);
      assertThat(client.isSilentFor(1_500)).as("the first route's 0.5 s are its own").isTrue();
      assertThat(client.send(request("b.test", "")).message().status()).isEqualTo(200);
    }
  }

  @Test
  void aReloadChangesTheSettingsOfAListenerAndKeepsItsClients() {
    String field = "X-Long: " + "x".repeat(10_000);
    try (Backend backend = Backend.ok("ok");
        TestPorty porty = TestPorty.with().config(listener() + route("a", backend));
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send(request("a.test", field, "")).message().status()).isEqualTo(200);
      porty.reload(listener("max_head_bytes = 8192", "backlog = 7") + route("a", backend));
      assertThat(client.send(request("a.test", "")).message().status()).isEqualTo(200);
      assertThat(client.send(request("a.test", field, "")).message().status()).isEqualTo(431);
      try (RawClient fresh = RawClient.to(porty.port())) {
        assertThat(fresh.send(request("a.test", field, "")).message().status()).isEqualTo(431);
      }
    }
  }

  @Test
  void aReloadKeepsTheIdleTimeThatAConnectionHas() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(listener("request_header_timeout_seconds = 0.5") + route("a", backend));
        RawClient client = RawClient.to(porty.port())) {
      assertThat(client.send(request("a.test", "")).message().status()).isEqualTo(200);
      porty.reload(listener("request_header_timeout_seconds = 0.5") + route("a", backend));
      assertThat(client.isSilentFor(1_500)).isTrue();
      assertThat(client.send(request("a.test", "")).message().status()).isEqualTo(200);
    }
  }

  @Test
  void theLimitOfAListenerIsThatOfAllItsRoutes() {
    try (Backend backend = Backend.ok("ok");
        TestPorty porty =
            TestPorty.with()
                .config(
                    listener("max_connections_per_client = 2")
                        + route("a", backend)
                        + route("b", backend));
        RawClient one = RawClient.to(porty.port())) {
      assertThat(one.send(request("a.test", "")).message().status()).isEqualTo(200);
      try (RawClient two = RawClient.to(porty.port())) {
        assertThat(two.send(request("b.test", "")).message().status()).isEqualTo(200);
        try (RawClient three = RawClient.to(porty.port())) {
          assertThat(three.send(request("a.test", "")).message().status()).isEqualTo(503);
        }
      }
    }
  }

  @Test
  void routesThatShareAnAddressAgree() {
    try (Backend backend = Backend.ok("ok")) {
      String two =
          "[[routes]]\nname = \"%s\"\nmode = \"http\"\nlisten = \"127.0.0.1:{port}\"\nhost = \"%1$s.test\"\nrequest_header_timeout_seconds = %s\ntarget = \"127.0.0.1:"
              + backend.port()
              + "\"\n";
      assertThatThrownBy(
              () -> TestPorty.with().config(two.formatted("a", 2) + two.formatted("b", 20)))
          .hasMessageContaining(
              "routes[b].request_header_timeout_seconds is 20, but route \"a\" at the same address has 2 (line 6)");
    }
  }
}
