package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code upstream_http2 = true}: the backend chooses the protocol by ALPN. */
@ExtendWith(LeakCensus.class)
class AlpnBackendTest {

  private static final String BODY = "x".repeat(300_000);

  @TempDir static Path folder;

  private static TestCertificates certificates;
  private static TestCertificate good;

  @BeforeAll
  static void makeCertificates() {
    certificates = TestCertificates.in(folder);
    good = certificates.server("localhost", "127.0.0.1");
  }

  private static RunningPorty porty(String provider, int port) {
    return RunningPorty.start(
        "tls_provider = \""
            + provider
            + "\"\nevent_loops = 1\nlog_requests = false\n[[routes]]\nname = \"api\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\nupstream_http2 = true\ntarget = \"https://localhost:"
            + port
            + "\"\n[routes.upstream_tls]\nca = \""
            + certificates.authority()
            + "\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aBackendWithoutAlpnIsSpokenToInHttp1(String provider) {
    try (TlsBackend backend = TlsBackend.ok(good, "secret");
        RunningPorty porty = porty(provider, backend.port());
        RawClient client = porty.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/").body()).isEqualTo("secret");
      }
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aWebSocketGetsAConnectionOfHttp1(String provider) {
    List<String> protocols = new CopyOnWriteArrayList<>();
    try (TlsBackend backend =
            TlsBackend.choosing(
                good,
                List.of("h2", "http/1.1"),
                connection -> {
                  protocols.add(connection.tls().getApplicationProtocol());
                  Wire.Message request = connection.message();
                  assertThat(request.all("Upgrade")).containsExactly("websocket");
                  connection.send(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                  connection.echo();
                });
        RunningPorty porty = porty(provider, backend.port())) {
      for (int i = 0; i < 2; i++) {
        try (RawClient client = porty.connect()) {
          client.send(
              "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
          assertThat(client.head().status()).isEqualTo(101);
          client.send("hello");
          assertThat(client.bytes(5)).isEqualTo("hello");
        }
      }
      assertThat(protocols).containsExactly("http/1.1", "http/1.1");
    }
  }

  /** nghttpd's log has a line for each frame. */
  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void nghttpdIsSpokenToInHttp2(String provider) throws Exception {
    int port = Ports.free();
    Path log = Files.createTempFile(folder, "nghttpd", ".log");
    Path www = Files.createDirectories(folder.resolve("www"));
    Files.writeString(www.resolve("big.txt"), BODY);
    Process nghttpd = start(www, log, port);
    try (RunningPorty porty = porty(provider, port);
        RawClient client = porty.connect()) {
      for (int i = 0; i < 3; i++) {
        Wire.Message answer = client.get("/big.txt");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BODY);
        assertThat(answer.all("Content-Length")).containsExactly("300000");
      }
      client.send("POST /big.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde");
      assertThat(client.message().status()).isEqualTo(200);
      client.send("HEAD /big.txt HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.head().first("Content-Length")).isEqualTo("300000");
      assertThat(client.get("/none").status()).isEqualTo(404);
    } finally {
      nghttpd.destroy();
      nghttpd.waitFor(10, TimeUnit.SECONDS);
    }
    String frames = Files.readString(log);
    assertThat(frames)
        .contains(":path: /big.txt", ":scheme: https", "content-length: 5", ":method: HEAD")
        .doesNotContain("The negotiated protocol: http/1.1")
        .doesNotContain("FLOW_CONTROL_ERROR", "PROTOCOL_ERROR");
  }

  private static Process start(Path www, Path log, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Programs.need("nghttpd"),
                "-v",
                "-a127.0.0.1",
                "-d" + www,
                Integer.toString(port),
                good.key().toString(),
                good.cert().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> {
              new Socket(InetAddress.getLoopbackAddress(), port).close();
              return true;
            });
    return process;
  }
}
