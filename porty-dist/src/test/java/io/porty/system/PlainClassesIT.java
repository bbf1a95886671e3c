package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.TlsClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feature that is not configured loads no class: looked at in the JVM's own log. */
class PlainClassesIT {

  private static final Pattern TLS =
      Pattern.compile(
          " (io\\.netty\\.handler\\.ssl|io\\.netty\\.internal\\.tcnative|javax\\.net\\.ssl|sun\\.security\\.ssl|io\\.porty\\.net\\.tls|io\\.porty\\.net\\.opening|io\\.porty\\.engine\\.tls|io\\.porty\\.engine\\.issued|io\\.porty\\.mode\\.http\\.h2|io\\.porty\\.mode\\.http\\.hpack|io\\.porty\\.mode\\.http\\.grpc|io\\.porty\\.api\\.tls|io\\.porty\\.acme|org\\.shredzone)\\.");

  /** The parser of TOML, and what many certificates or routes ask of the JVM. */
  private static final Pattern LARGE_OR_UNUSUAL =
      Pattern.compile(
          " (org\\.tomlj\\.internal|io\\.porty\\.engine\\.config\\.HeapRatios|com\\.sun\\.management)");

  private static final Pattern ACME =
      Pattern.compile(" (io\\.porty\\.acme|org\\.shredzone|org\\.jose4j|org\\.bouncycastle)\\.");

  @TempDir Path folder;

  /** With a class archive, which a start may have made, other classes are verified. */
  @RepeatedTest(2)
  void aPortyWithoutTlsAndHttp2LoadsNoClassOfThem() throws IOException {
    Path classes = folder.resolve("classes.log");
    int http = Ports.free();
    int tcp = Ports.free();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.startWith(
                "PORTY_OPTS",
                "-Xlog:class+load:file=" + classes,
                """
                log_requests = false
                [[routes]]
                name = "h"
                listen = "127.0.0.1:%d"
                mode = "http"
                target = "127.0.0.1:%d"
                [[routes]]
                name = "t"
                listen = "127.0.0.1:%d"
                target = "127.0.0.1:%d"
                """
                    .formatted(http, backend.port(), tcp, backend.port()))) {
      for (int port : List.of(http, tcp)) {
        try (RawClient client = RawClient.to(port)) {
          assertThat(client.get("/").body()).isEqualTo("hello");
        }
      }
      porty.terminate();
    }
    try (Stream<String> lines = Files.lines(classes)) {
      assertThat(
              lines.filter(
                  line -> TLS.matcher(line).find() || LARGE_OR_UNUSUAL.matcher(line).find()))
          .isEmpty();
    }
    assertThat(classes).content().contains("io.porty.mode.http.HttpMode");
  }

  /** The folder plugins/acme is there, and nothing of it is opened. */
  @Test
  void aPortyWithCertificateFilesLoadsNoClassOfAcme() throws Exception {
    Path classes = folder.resolve("classes.log");
    int port = Ports.free();
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate shop = certificates.server("shop.test");
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.startWith(
                "PORTY_OPTS",
                "-Xlog:class+load:file=" + classes,
                """
                log_requests = false
                [[routes]]
                name = "h"
                listen = "127.0.0.1:%d"
                mode = "http"
                host = "shop.test"
                target = "127.0.0.1:%d"
                tls = { cert = "%s", key = "%s" }
                """
                    .formatted(port, backend.port(), shop.cert(), shop.key()))) {
      SSLContext trust = TlsClient.trusting(certificates.authority());
      try (TlsClient client = new TlsClient.Options(trust).serverName("shop.test").connect(port)) {
        client.handshake();
      }
      porty.terminate();
    }
    try (Stream<String> lines = Files.lines(classes)) {
      assertThat(lines.filter(line -> ACME.matcher(line).find())).isEmpty();
    }
    assertThat(classes).content().contains("io.porty.engine.tls.ListenerTls");
  }
}
