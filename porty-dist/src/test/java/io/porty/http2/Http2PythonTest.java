package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Programs;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python's h2 as client and as backend: it refuses every frame that RFC 9113 does not allow. */
@ExtendWith(LeakCensus.class)
class Http2PythonTest {

  private static final Path SCRIPTS = Path.of("src/test/resources/programs");
  private static final int STREAMS = 40;

  @TempDir Path folder;

  private static Process script(String name, Object... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Programs.needPython("h2"), SCRIPTS.resolve(name).toString());
    for (Object argument : arguments) {
      builder.command().add(argument.toString());
    }
    return builder.redirectErrorStream(true).start();
  }

  /** What the client says. */
  private static String run(int port, String authority) throws Exception {
    Process client = script("h2_client.py", port, authority, STREAMS);
    String out = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(client.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(client.exitValue()).as(out).isZero();
    return out.strip();
  }

  private static Backend echo() {
    return Backend.running(
        connection -> {
          while (true) {
            String body = connection.message().body();
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void asClientOfABackendOfHttp1(boolean tls) throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate shop = certificates.server("shop.test");
    String[] lines =
        tls
            ? new String[] {
              "tls = { cert = \"" + shop.cert() + "\", key = \"" + shop.key() + "\" }"
            }
            : new String[0];
    try (Backend backend = echo();
        Http2Porty porty = Http2Porty.to(backend.port(), lines)) {
      String authority = tls ? certificates.authority().toString() : "-";
      assertThat(run(porty.port(), authority)).isEqualTo(STREAMS + " responses, 0 with trailers");
      assertThat(porty.internalErrors()).isZero();
      porty.awaitRest();
    }
  }

  @Test
  void asClientAndAsBackend() throws Exception {
    Process backend = script("h2_backend.py");
    try (BufferedReader out = backend.inputReader()) {
      int port = Integer.parseInt(out.readLine());
      try (Http2Porty porty = Http2Porty.h2c(port)) {
        assertThat(run(porty.port(), "-"))
            .isEqualTo(STREAMS + " responses, " + STREAMS + " with trailers");
        assertThat(porty.internalErrors()).isZero();
        porty.awaitRest();
      }
      assertThat(out.ready()).as("no problem of the backend").isFalse();
    } finally {
      backend.destroy();
    }
  }

  @Test
  void aBackendWithTlsThatRequiresHttp1GetsTheRequestByIt() throws Exception {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate own = certificates.server("localhost");
    Process backend = script("h2_http1_required.py", own.cert(), own.key());
    try (BufferedReader out = backend.inputReader();
        Http2Porty porty =
            Http2Porty.toTarget(
                "https://localhost:" + out.readLine(),
                "routers = [\"fixed\"]",
                "upstream_http2 = true",
                "[routes.upstream_tls]",
                "ca = \"" + certificates.authority() + "\"");
        Http2Client client = porty.connect()) {
      assertThat(client.get(1, "/").until("END 1")).anyMatch(e -> e.startsWith("STATUS 1 200"));
      assertThat(client.get(3, "/").until("END 3")).anyMatch(e -> e.startsWith("STATUS 3 200"));
      assertThat(client.body()).isEqualTo("by HTTP/1.1".repeat(2));
      assertThat(List.of(out.readLine(), out.readLine(), out.readLine()))
          .containsExactly("h2", "http/1.1", "http/1.1");
      assertThat(porty.internalErrors()).isZero();
    } finally {
      backend.destroy();
    }
  }

  @Test
  void oneWithoutTlsIsAnErrorThatNamesTheRemedy() throws Exception {
    Process backend = script("h2_http1_required.py");
    try (BufferedReader out = backend.inputReader();
        Http2Porty porty = Http2Porty.h2c(Integer.parseInt(out.readLine()));
        Http2Client client = porty.connect()) {
      assertThat(client.get(1, "/").until("END 1"))
          .anyMatch(
              e -> e.startsWith("STATUS 1 502") && e.contains("x-porty-error=backend_closed"));
      assertThat(porty.records(1).get(0).get("reason").getAsString())
          .contains("HTTP_1_1_REQUIRED", "http://");
      assertThat(out.readLine()).isEqualTo("h2");
      assertThat(out.ready()).as("tried once").isFalse();
    } finally {
      backend.destroy();
    }
  }
}
