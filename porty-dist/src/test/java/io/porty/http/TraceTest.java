package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context. */
class TraceTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  /** What the backend gets of a request with these fields. */
  private static Wire.Message forwarded(String mode, String... fields) {
    try (Backend backend = Backend.ok("");
        RunningPorty porty = RunningPorty.fixed(backend, "trace = \"" + mode + "\"");
        RawClient client = porty.connect()) {
      String lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
      client.send("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n").message();
      return backend.requests().get(0);
    }
  }

  @Test
  void passesAsItIsUnlessToldOtherwise() {
    Wire.Message got = forwarded("propagate", "Traceparent: " + SENT, "tracestate: a=1");
    assertThat(got.fields()).contains("Traceparent: " + SENT, "tracestate: a=1");
    assertThat(forwarded("propagate", "traceparent: nonsense").all("traceparent"))
        .containsExactly("nonsense");
    assertThat(forwarded("propagate").all("traceparent")).isEmpty();
  }

  @Test
  void beginsWhereThereIsNone() {
    Wire.Message got = forwarded("start");
    assertThat(got.first("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(forwarded("start").first("traceparent")).isNotEqualTo(got.first("traceparent"));
    assertThat(forwarded("start", "traceparent: " + SENT, "tracestate: a=1").fields())
        .contains("traceparent: " + SENT, "tracestate: a=1");
  }

  @Test
  void makesASpanOfItsOwnInTheClientsTrace() {
    Wire.Message got = forwarded("span", "traceparent: " + SENT, "tracestate: a=1");
    assertThat(got.all("traceparent")).hasSize(1);
    assertThat(got.first("traceparent"))
        .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
        .isNotEqualTo(SENT);
    assertThat(got.first("tracestate")).isEqualTo("a=1");
    assertThat(
            forwarded("span", "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-00")
                .first("traceparent"))
        .as("not sampled stays so")
        .endsWith("-00");
    assertThat(
            forwarded("span", "traceparent: cc-" + TRACE + "-00f067aa0ba902b7-01-what-comes")
                .first("traceparent"))
        .as("a later version")
        .startsWith("00-" + TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what"
      })
  void whatDoesNotFitIsAsIfNotSent(String sent) {
    Wire.Message got = forwarded("start", "traceparent: " + sent, "tracestate: a=1");
    assertThat(got.all("traceparent")).hasSize(1);
    assertThat(got.first("traceparent"))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
        .doesNotContain(TRACE);
    assertThat(got.all("tracestate")).as("of no trace").isEmpty();
  }

  @Test
  void twoOfThemAreNone() {
    assertThat(
            forwarded("start", "traceparent: " + SENT, "traceparent: " + SENT).all("traceparent"))
        .hasSize(1)
        .doesNotContain(SENT);
  }

  @Test
  void everyLogHasTheTrace(@TempDir Path folder) throws Exception {
    StringBuilder toml =
        new StringBuilder("log_format = [\"default\", \"plain\", \"json\", \"combined\"]\n");
    for (String format : new String[] {"default", "plain", "json", "combined"}) {
      toml.append("[").append(format).append("]\noutput = \"");
      toml.append(folder.resolve(format)).append("\"\n");
    }
    try (Backend backend = Backend.ok("");
        RunningPorty porty =
            RunningPorty.start(
                toml
                    + "[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntrace = \"span\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n");
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\ntraceparent: " + SENT + "\r\n\r\n").message();
      String span = backend.requests().get(0).first("traceparent").substring(36, 52);
      await()
          .untilAsserted(
              () -> {
                assertThat(Files.readString(folder.resolve("default")))
                    .contains("├─ Trace: " + TRACE);
                assertThat(Files.readString(folder.resolve("plain"))).contains(" trace=" + TRACE);
                assertThat(Files.readString(folder.resolve("combined")))
                    .contains("\"" + TRACE + "\"");
                assertThat(Files.readString(folder.resolve("json")))
                    .contains(
                        "\"trace_id\":\""
                            + TRACE
                            + "\",\"span_id\":\""
                            + span
                            + "\",\"parent_id\":\"00f067aa0ba902b7\"");
              });
    }
  }
}
