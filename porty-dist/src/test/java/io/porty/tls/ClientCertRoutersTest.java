package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.api.PeerCertificate;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.Decision;
import io.porty.api.route.RouteRequest;
import io.porty.api.route.RouterFactory;
import io.porty.fixture.Backend;
import io.porty.fixture.ClientKey;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import io.porty.testkit.TestPorty;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of clients in TCP mode, and for routers of both modes. */
@ExtendWith(LeakCensus.class)
class ClientCertRoutersTest {

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificates strangers;
  private static TestCertificate server;

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private final PortyPlugin plugin =
      new PortyPlugin() {
        @Override
        public List<RouterFactory<?>> routers() {
          return List.of(
              RouterFactory.of(
                  "who", RouteRequest.class, List.of(), (settings, context) -> r -> sees(r)));
        }
      };

  private Decision sees(RouteRequest request) {
    seen.add(request.clientCertificate().map(PeerCertificate::subject).orElse("nobody"));
    return Decision.pass();
  }

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder.resolve("ca"));
    strangers = TestCertificates.in(folder.resolve("strangers"));
    server = authority.server("shop.test");
  }

  private TestPorty start(String provider, String mode, String auth, int backend) {
    return TestPorty.with(plugin)
        .config(
            "tls_provider = \""
                + provider
                + "\"\nlog_requests = false\n[[routes]]\nname = \"shop\"\nlisten = \"127.0.0.1:{port}\"\nmode = \""
                + mode
                + "\"\nrouters = [\"who\", \"fixed\"]\ntarget = \"127.0.0.1:"
                + backend
                + "\"\ntls = { cert = \""
                + server.cert()
                + "\", key = \""
                + server.key()
                + "\", client_auth = \""
                + auth
                + "\", client_ca = \""
                + authority.authority()
                + "\" }\n");
  }

  private static TlsClient.Options with(TestCertificate certificate) {
    return new TlsClient.Options(
        TlsClient.trusting(authority.authority(), new ClientKey(certificate)));
  }

  private static TlsClient.Options anonymous() {
    return new TlsClient.Options(TlsClient.trusting(authority.authority()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aRouterOfHttpSeesWhoAsks(String provider) {
    try (Backend backend = Backend.ok("hello");
        TestPorty porty = start(provider, "http", "optional", backend.port());
        TlsClient alice = with(authority.client("alice")).connect(porty.port());
        TlsClient nobody = anonymous().connect(porty.port())) {
      for (TlsClient client : new TlsClient[] {alice, nobody}) {
        client
            .handshake()
            .send("GET / HTTP/1.1\r\nHost: shop.test\r\nX-Client-Cert-Subject: CN=root\r\n\r\n");
        assertThat(client.message()).endsWith("hello");
      }
    }
    assertThat(seen).containsExactly("CN=alice", "nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "jdk"})
  void aRouterOfTcpSeesWhoConnects(String provider) {
    try (Backend backend = Backend.running(connection -> connection.echo());
        TestPorty porty = start(provider, "tcp", "required", backend.port());
        TlsClient alice = with(authority.client("alice")).connect(porty.port())) {
      alice.handshake().send("echo");
      assertThat(alice.bytes(4)).isEqualTo("echo");
      for (TlsClient.Options refused :
          new TlsClient.Options[] {anonymous(), with(strangers.client("mallory"))}) {
        try (TlsClient client = refused.connect(porty.port())) {
          assertThatThrownBy(
                  () -> {
                    client.handshake().send("echo");
                    client.bytes(4);
                  })
              .isInstanceOf(java.io.UncheckedIOException.class);
        }
      }
      assertThat(backend.accepted()).isEqualTo(1);
    }
    assertThat(seen).containsExactly("CN=alice");
  }
}
