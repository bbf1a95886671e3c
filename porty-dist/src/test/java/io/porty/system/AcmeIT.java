package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Pebble;
import io.porty.fixture.Programs;
import io.porty.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates by ACME from the archive, whose plugin has a class loader of its own. */
class AcmeIT {

  private static final String HOST = "shop.example.com";

  @TempDir Path folder;

  private static String config(int tls, int http, int admin, int backend) {
    return """
        log_requests = false
        [admin]
        listen = "127.0.0.1:%d"
        [[routes]]
        name = "site"
        listen = "127.0.0.1:%d"
        mode = "http"
        host = "shop.example.com"
        target = "127.0.0.1:%d"
        tls = "acme"
        [[routes]]
        name = "plain"
        listen = "127.0.0.1:%d"
        mode = "http"
        redirect = true
        """
        .formatted(admin, tls, backend, http);
  }

  private static String get(Path root, int port) {
    return Installation.curl(
            "--cacert",
            root.toString(),
            "--connect-to",
            HOST + ":443:127.0.0.1:" + port,
            "https://" + HOST + "/")
        .out();
  }

  @Test
  void curlTrustsTheCertificateAndASecondProcessUsesItWithoutAnOrder() throws Exception {
    Programs.need("curl");
    int http = Ports.free();
    int tls = Ports.free();
    int admin = Ports.free();
    try (Pebble pebble = Pebble.in(folder, http, tls).start();
        Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.start(config(tls, http, admin, backend.port()) + pebble.table())) {
      Path root = pebble.root();
      await().atMost(Duration.ofSeconds(40)).until(() -> get(root, tls).equals("hello"));
      Path certificate = pebble.kept().resolve("certificates/" + HOST + ".pem");
      await().until(() -> Files.exists(certificate));

      int secondTls = Ports.free();
      try (PortyProcess second =
          PortyProcess.start(
              config(secondTls, Ports.free(), Ports.free(), backend.port()) + pebble.table())) {
        assertThat(get(root, secondTls)).isEqualTo("hello");
        await().until(() -> second.log().contains("another process obtains certificates"));
      }
      assertThat(pebble.orders()).isEqualTo(1);

      Path file =
          Files.writeString(
              folder.resolve("admin.toml"), "[admin]\nlisten = \"127.0.0.1:" + admin + "\"\n");
      Installation.Result listed =
          Installation.run(
              folder, Map.of(), Installation.launcher(), "cert", "--config", file.toString());
      assertThat(listed.out()).as(listed.err()).contains("acme:" + HOST, "EC P-256");
    }
  }

  @Test
  void pluginsListsItAndTheReferenceHasItsKeys() {
    assertThat(Installation.porty("plugins").out()).contains("certificate source \"acme\", 8 keys");
    assertThat(Installation.porty("generate-config", "--reference").out())
        .contains("## Certificate source `[acme]`");
  }
}
