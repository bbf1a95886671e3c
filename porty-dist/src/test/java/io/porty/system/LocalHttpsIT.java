package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS for development, from the archive: the local CA and the commands around it. */
class LocalHttpsIT {

  @TempDir Path folder;
  private Path data;
  private Path ca;

  @BeforeEach
  void nameTheDataFolder() {
    Programs.need("curl");
    data = folder.resolve("data");
    ca = data.resolve("porty/local-ca/ca.pem");
  }

  private Installation.Result porty(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Installation.launcher()));
    command.addAll(List.of(arguments));
    return Installation.run(
        folder, Map.of("XDG_DATA_HOME", data.toString()), command.toArray(String[]::new));
  }

  private PortyProcess start(String toml, String... options) {
    return PortyProcess.startAs(
        List.of("env", "XDG_DATA_HOME=" + data), Installation.home(), toml, options);
  }

  private String get(String url) {
    Installation.Result result = Installation.curl("--cacert", ca.toString(), url);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String local(int port, int backend) {
    return "log_requests = false\n[[routes]]\nname = \"dev\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
        + backend
        + "\"\ntls = \"local\"\n";
  }

  @Test
  void checkSaysWhatAStartWouldMakeAndMakesNothing() throws IOException {
    Path config = Files.writeString(folder.resolve("porty.toml"), local(Ports.free(), 1));

    Installation.Result checked = porty("check", "--config", config.toString());

    assertThat(checked.exit()).as(checked.err()).isZero();
    assertThat(checked.err()).contains("there is no local CA yet; porty start makes it, " + ca);
    assertThat(data).doesNotExist();
  }

  @Test
  void startWithTlsServesHttpsAndSaysHowToTryIt() throws IOException {
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            start(
                "log_requests = false\n",
                "--tls",
                "--listen-addr=127.0.0.1",
                "--listen-port=" + port,
                "--target-port=" + backend.port())) {
      String url = "https://localhost:" + port + "/";
      await().until(() -> porty.log().contains("how a browser trusts it"));

      assertThat(porty.log())
          .contains("porty: " + url)
          .contains("the local CA is " + ca)
          .contains("curl --cacert '" + ca + "' " + url)
          .contains("porty trust says how a browser trusts it");
      assertThat(get(url)).isEqualTo("hello");
      assertThat(get("https://127.0.0.1:" + port + "/")).isEqualTo("hello");
      assertThat(Installation.curl(url).exit()).as("not trusted by itself").isNotZero();
      assertThat(mode(ca.getParent())).isEqualTo("rwx------");
      assertThat(mode(ca.resolveSibling("ca.key"))).isEqualTo("rw-------");
    }
  }

  @Test
  void theDemoHasHttps() throws Exception {
    int http = Ports.free();
    int https = Ports.free();
    Path log = folder.resolve("demo.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Installation.launcher(),
                "demo",
                "--http-port=" + http,
                "--tcp-port=" + Ports.free(),
                "--admin-port=" + Ports.free(),
                "--https-port=" + https)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("XDG_DATA_HOME", data.toString());
    Process demo = builder.start();
    try {
      await()
          .atMost(java.time.Duration.ofSeconds(30))
          .until(() -> !demo.isAlive() || Files.readString(log).contains("Stop with Ctrl-C"));
      String said = Files.readString(log);
      assertThat(said)
          .contains("  curl --cacert '" + ca + "' https://localhost:" + https + "/hello");
      assertThat(get("https://localhost:" + https + "/hello")).startsWith("Hello from green!");
      assertThat(
              Installation.curl("-H", "Host: green.localhost", "http://localhost:" + http + "/")
                  .out())
          .startsWith("Hello from green!");
    } finally {
      demo.destroy();
      demo.waitFor();
    }
  }

  @Test
  void trustSaysHowAndMakesNothing() {
    Installation.Result before = porty("trust");

    assertThat(before.exit()).as(before.err()).isZero();
    assertThat(before.out())
        .startsWith("There is no local CA yet")
        .contains("The local CA is " + ca)
        .contains("It signs localhost, ")
        .contains("update-ca-certificates", "update-ca-trust", "keytool", "add-trusted-cert")
        .contains("certutil -user -addstore Root '" + ca + "'")
        .contains("Firefox")
        .contains("curl --cacert '" + ca + "'");
    assertThat(data).doesNotExist();
    assertThat(porty("cert", "new", "--names", "localhost").exit()).isZero();
    assertThat(porty("trust").out()).startsWith("The local CA is " + ca);
  }

  @Test
  void newFilesServeTheirNames() throws IOException {
    Path out = folder.resolve("certs");
    String[] make = {"cert", "new", "--names", "a.localhost,127.0.0.1", "--out", out.toString()};

    Installation.Result made = porty(make);

    Path cert = out.resolve("a.localhost.pem");
    Path key = out.resolve("a.localhost.key");
    assertThat(made.out()).isEqualTo("porty: wrote " + cert + " and its key " + key + "\n");
    assertThat(mode(key)).isEqualTo("rw-------");
    Installation.Result again = porty(make);
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains(cert + " exists already");
    Installation.Result refused = porty("cert", "new", "--names", "example.com");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("the local CA may not sign example.com, only localhost");
    int port = Ports.free();
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            start(
                local(port, backend.port())
                    .replace("\"local\"", "{ cert = \"" + cert + "\", key = \"" + key + "\" }"))) {
      assertThat(porty.log()).doesNotContain("warning");
      assertThat(get("https://127.0.0.1:" + port + "/")).isEqualTo("hello");
    }
  }

  @Test
  void filesAreShownAndChecked() throws IOException {
    TestCertificates certificates = TestCertificates.in(folder);
    TestCertificate shop = certificates.server("shop.test", "*.apps.test");
    TestCertificate other = certificates.server("other.test");

    Installation.Result good = porty("cert", shop.cert().toString(), shop.key().toString());
    assertThat(good.exit()).as(good.out()).isZero();
    assertThat(good.out())
        .startsWith(shop.cert() + ", " + shop.key())
        .containsPattern("names +shop.test, \\*.apps.test")
        .containsPattern("key type +EC P-256")
        .containsPattern("days left +\\d+")
        .doesNotContain("error");
    Installation.Result alone =
        porty("cert", shop.cert().toString(), certificates.authority().toString());
    assertThat(alone.exit()).as(alone.out()).isZero();
    assertThat(alone.out()).containsPattern("private key +not given");
    Installation.Result mixed = porty("cert", shop.cert().toString(), other.key().toString());
    assertThat(mixed.exit()).isEqualTo(1);
    assertThat(mixed.out()).contains("  error: ").contains("does not belong to");
    Installation.Result missing = porty("cert", folder.resolve("none.pem").toString());
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.out()).contains("none.pem: does not exist; check the path");
  }

  @Test
  void theRunningPortyListsItsCertificates() throws IOException {
    int admin = Ports.free();
    String toml = "[admin]\nlisten = \"127.0.0.1:" + admin + "\"\n";
    try (Backend backend = Backend.ok("hello");
        PortyProcess porty = start(local(Ports.free(), backend.port()) + toml)) {
      Path config = Files.writeString(folder.resolve("admin.toml"), toml);

      assertThat(porty("cert", "--config", config.toString()).out())
          .containsPattern("DAYS LEFT +NOT AFTER +KEY +CERTIFICATE +NAMES\n")
          .containsPattern("29 +2\\S+Z +EC P-256 +local +localhost, \\*.localhost, ");
      JsonObject one =
          JsonParser.parseString(
                  porty("inspect", "certificates", "--config", config.toString()).out())
              .getAsJsonArray()
              .get(0)
              .getAsJsonObject();
      assertThat(one.keySet())
          .containsExactly(
              "file",
              "names",
              "keyType",
              "notBefore",
              "notAfter",
              "daysLeft",
              "expiresSoon",
              "problem",
              "nextAttempt");
      assertThat(one.get("expiresSoon").getAsBoolean()).isFalse();
      Matcher times =
          Pattern.compile(
                  "porty_certificate_(\\w+)_timestamp_seconds\\{certificate=\"local\"\\} (\\S+)")
              .matcher(Installation.curl("http://127.0.0.1:" + admin + "/metrics").out());
      assertThat(times.results().map(found -> found.group(1)))
          .containsExactlyInAnyOrder("not_before", "expires");
    }
  }
}
