package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that pass several routes of one Porty, and those that come round again. */
class ChainedRoutesTest {

  private static String route(String name, int port, int target, String line) {
    return "[[routes]]\nname = \""
        + name
        + "\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
        + target
        + "\"\n"
        + line
        + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"via = true", "via = false"})
  void aChainIsNoLoop(String line) {
    int second = Ports.free();
    int third = Ports.free();
    try (Backend backend = Backend.ok("end");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n"
                    + route("a", Ports.free(), second, line)
                    + route("b", second, third, line)
                    + route("c", third, backend.port(), line));
        RawClient client = porty.connect()) {
      assertThat(client.get("/").body()).isEqualTo("end");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"via = true", "via = false"})
  void aRingIs(String line) {
    int first = Ports.free();
    int second = Ports.free();
    try (RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n"
                    + route("a", first, second, line)
                    + route("b", second, first, line));
        RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(508);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("loop");
    }
  }

  /** Backends such as nginx compress nothing for requests that have Via. */
  @Test
  void withoutViaALoopIsFoundByCdnLoop() {
    try (Backend backend = Backend.ok("x");
        RunningPorty porty = RunningPorty.fixed(backend, "via = false");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nCDN-Loop: other; v=1\r\n\r\n").message();
      Wire.Message request = backend.requests().get(0);
      assertThat(request.all("Via")).isEmpty();
      assertThat(request.all("CDN-Loop")).hasSize(2);
      String own = request.all("CDN-Loop").get(1);
      assertThat(own).matches("porty-[0-9a-f]{8}");

      Wire.Message looped =
          client
              .send(
                  "GET / HTTP/1.1\r\nHost: a\r\nConnection: CDN-Loop\r\nCDN-Loop: x, "
                      + own
                      + "\r\n\r\n")
              .message();
      assertThat(looped.status()).isEqualTo(508);
      assertThat(backend.requests()).hasSize(1);
    }
  }
}
