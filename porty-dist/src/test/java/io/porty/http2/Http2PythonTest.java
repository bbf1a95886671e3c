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
}
