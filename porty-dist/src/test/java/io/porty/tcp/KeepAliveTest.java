package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When silent connections are probed: what the kernel says of both sides. */
class KeepAliveTest {

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "http"})
  void bothSidesAreProbedAsConfigured(String mode) {
    try (Backend echo =
            Backend.running(
                connection -> {
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n.");
                  connection.rest();
                });
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\ntcp_keepalive_idle_seconds = 41\ntcp_keepalive_interval_seconds = 7\ntcp_keepalive_count = 3\n"
                    + "[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \""
                    + mode
                    + "\"\ntarget = \"127.0.0.1:"
                    + echo.port()
                    + "\"\n");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      client.bytes(1);
      await()
          .untilAsserted(
              () ->
                  assertThat(sockets("sport = :" + porty.port()))
                      .containsPattern("keepalive,(4\\d|3\\d)sec"));
      await()
          .untilAsserted(
              () ->
                  assertThat(sockets("dport = :" + echo.port()))
                      .containsPattern("keepalive,(4\\d|3\\d)sec"));
    }
  }

  @Test
  void aListenerHasItsOwnForItsClients() {
    try (Backend echo = Backend.running(connection -> connection.echo());
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n[[listeners]]\nname = \"public\"\naddress = \"127.0.0.1:0\"\ntcp_keepalive_idle_seconds = 51\n"
                    + "[[routes]]\nname = \"a\"\nlistener = \"public\"\ntarget = \"127.0.0.1:"
                    + echo.port()
                    + "\"\n");
        RawClient client = porty.connect()) {
      assertThat(client.send("a").bytes(1)).isEqualTo("a");
      await()
          .untilAsserted(
              () ->
                  assertThat(sockets("sport = :" + porty.port()))
                      .containsPattern("keepalive,(5\\d|4\\d)sec"));
      await()
          .untilAsserted(
              () ->
                  assertThat(sockets("dport = :" + echo.port()))
                      .doesNotContainPattern("keepalive,\\d+sec"));
    }
  }

  /** Only those that are Porty's: the other ends are not. */
  private static String sockets(String filter) throws IOException {
    Process ss =
        new ProcessBuilder(Programs.need("ss"), "-tnoH", "state", "established", filter).start();
    return new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
