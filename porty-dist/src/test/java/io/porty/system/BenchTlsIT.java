package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.TlsBackend;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code porty bench} with TLS, from the archive: Porty, nginx, nghttpd and wrong certificates. */
class BenchTlsIT {

  private static final String[] BRIEF = {"-c", "2", "-d", "1", "-w", "1", "-q"};

  private static final int MAX_REPEATS = 10;

  private static final Pattern TLS =
      Pattern.compile(
          " (io\\.netty|javax\\.net\\.ssl|sun\\.security\\.ssl|io\\.porty\\.net|io\\.porty\\.load\\.tls)\\.");

  @TempDir static Path folder;

  private static TestCertificates authority;
  private static TestCertificate good;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.in(folder);
    good = authority.server("localhost", "127.0.0.1");
  }

  /** On a busy machine nothing may come of a load that is so brief: then once more. */
  private static Installation.Result bench(Map<String, String> environment, String... arguments) {
    Installation.Result result = once(environment, arguments);
    for (int i = 0; i < MAX_REPEATS && isEmpty(result); i++) {
      result = once(environment, arguments);
    }
    return result;
  }

  private static boolean isEmpty(Installation.Result result) {
    return result.out().contains("answers    0 ") && result.out().contains("errors     none");
  }

  private static Installation.Result once(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Installation.launcher(), "bench"));
    command.addAll(List.of(arguments));
    command.addAll(List.of(BRIEF));
    return Installation.run(folder, environment, command.toArray(String[]::new));
  }

  private static String trusting(int port, String... options) {
    List<String> all = new ArrayList<>(List.of("https://localhost:" + port + "/"));
    all.addAll(List.of("--ca", authority.authority().toString()));
    all.addAll(List.of(options));
    Installation.Result result = bench(Map.of(), all.toArray(String[]::new));
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("errors     none", "status     2xx ");
    return result.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--http2"})
  void theLocalCaIsTrustedByItsName(String http2) {
    Path data = folder.resolve("data" + http2);
    Map<String, String> environment = Map.of("XDG_DATA_HOME", data.toString());
    int port = Ports.free();
    String[] options =
        http2.isEmpty() ? new String[] {"--ca", "local"} : new String[] {"--ca", "local", http2};
    List<String> arguments = new ArrayList<>(List.of("https://localhost:" + port + "/"));
    arguments.addAll(List.of(options));

    Installation.Result before = bench(environment, arguments.toArray(String[]::new));
    assertThat(before.exit()).isEqualTo(2);
    assertThat(before.err()).contains("there is no local CA yet");

    try (Backend backend = Backend.ok("hello");
        PortyProcess porty =
            PortyProcess.startAs(
                List.of("env", "XDG_DATA_HOME=" + data),
                Installation.home(),
                "log_requests = false\n[[routes]]\nname = \"dev\"\nlisten = \"127.0.0.1:"
                    + port
                    + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\ntls = \"local\"\n")) {
      Installation.Result result = bench(environment, arguments.toArray(String[]::new));

      assertThat(result.exit()).as(result.out() + result.err()).isZero();
      assertThat(result.out())
          .contains("errors     none")
          .containsPattern(
              "tls        TLSv1\\.3, TLS_[A-Z0-9_]+, ALPN "
                  + (http2.isEmpty() ? "http/1.1" : "h2")
                  + " \\((native|jdk)\\)")
          .containsPattern("handshakes \\d+, 0 resumed   p50 ");
    }
  }

  @Test
  void saysWhichCheckFailedAndWhatHelps() {
    try (TlsBackend server = TlsBackend.ok(good, "hello")) {
      String url = "https://localhost:" + server.port() + "/";
      Installation.Result refused = bench(Map.of(), url);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .startsWith("porty: TLS with localhost:" + server.port() + ": ")
          .contains("neither trusted nor was its certificate sent")
          .contains("--ca FILE", "--ca local", "--insecure")
          .doesNotContain("\tat ");

      Installation.Result insecure = bench(Map.of(), url, "-k");
      assertThat(insecure.exit()).as(insecure.err()).isZero();
      assertThat(insecure.out())
          .startsWith("warning: the server's certificate is not verified (--insecure)\n")
          .contains("errors     none");

      Installation.Result http2 = bench(Map.of(), url, "-k", "--http2");
      assertThat(http2.exit()).isEqualTo(1);
      assertThat(http2.err()).contains("it did not choose HTTP/2 by ALPN, but nothing");
    }
  }

  /** It goes on: it may be overloaded. */
  @Test
  void countsWhatFailsLaterWithItsReasons() {
    try (Backend silent = Backend.running(connection -> connection.rest())) {
      Installation.Result result =
          bench(Map.of(), "https://localhost:" + silent.port(), "-k", "--timeout", "1");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.out())
          .containsPattern(
              "errors     \\d+ TLS failed\n           \\d+: the handshake took too long");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--ca=x.pem", "--insecure", "--tls-resume"})
  void optionsOfTlsAreForUrlsWithTls(String option) {
    Installation.Result result = bench(Map.of(), "http://localhost/", option);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains(option.replaceAll("=.*", "") + " is for https:// and tls:// URLs");
  }

  @Test
  void aFileOfAuthoritiesIsCheckedBeforeTheLoad() {
    Installation.Result result = bench(Map.of(), "https://localhost/", "--ca", "none.pem");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("none.pem: does not exist").doesNotContain("\tat ");
  }

  @Test
  void aLoadWithoutTlsLoadsNoClassOfItNorOfNetty() throws IOException {
    Path classes = folder.resolve("classes.log");
    try (Backend backend = Backend.ok("hello")) {
      Installation.Result result =
          bench(
              Map.of("PORTY_OPTS", "-Xlog:class+load:file=" + classes),
              "http://127.0.0.1:" + backend.port() + "/");
      assertThat(result.exit()).as(result.err()).isZero();
    }
    try (Stream<String> lines = Files.lines(classes)) {
      assertThat(lines.filter(line -> TLS.matcher(line).find())).isEmpty();
    }
    assertThat(classes).content().contains("io.porty.load.LoadThread");
  }

  // Other servers

  @Test
  void nginxAnswersInBothVersionsOfHttp() throws Exception {
    int port = Ports.free();
    String server =
        "server { listen 127.0.0.1:%d ssl%s; ssl_protocols TLSv1.3; ssl_certificate %s; ssl_certificate_key %s; location / { return 200 hello; } }\n";
    int http1 = Ports.free();
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            "user USER; worker_processes 1; daemon off; pid FOLDER/nginx.pid; error_log FOLDER/error.log; events { }\nhttp { access_log off; keepalive_requests 100000000; client_body_temp_path FOLDER/b; proxy_temp_path FOLDER/p; fastcgi_temp_path FOLDER/f; uwsgi_temp_path FOLDER/u; scgi_temp_path FOLDER/s;\n"
                    .replace("USER", System.getProperty("user.name"))
                    .replace("FOLDER", folder.toString())
                + server.formatted(port, " http2", good.cert(), good.key())
                + server.formatted(http1, "", good.cert(), good.key())
                + "}\n");
    Process nginx = start(port, Programs.need("nginx"), "-c", config.toString());
    try {
      assertThat(trusting(port)).contains("ALPN http/1.1 ");
      assertThat(trusting(port, "--http2", "--streams", "4")).contains("ALPN h2 ");
      assertThat(trusting(port, "-H", "Connection: close")).contains(", 0 resumed");
      assertThat(trusting(port, "-H", "Connection: close", "--tls-resume"))
          .containsPattern("handshakes [\\d,]+, [\\d,]*[1-9][\\d,]* resumed");
      Installation.Result refused =
          bench(Map.of(), "https://localhost:" + http1 + "/", "-k", "--http2");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("it does not offer h2 by ALPN");
    } finally {
      stop(nginx);
    }
  }

  @Test
  void nghttpdAnswers() throws Exception {
    int port = Ports.free();
    Path www = Files.createDirectories(folder.resolve("www"));
    Files.writeString(www.resolve("index.html"), "x".repeat(100_000));
    Process nghttpd =
        start(
            port,
            Programs.need("nghttpd"),
            "-a127.0.0.1",
            "-d" + www,
            Integer.toString(port),
            good.key().toString(),
            good.cert().toString());
    try {
      assertThat(trusting(port, "--http2", "--streams", "8")).contains("ALPN h2 ");
    } finally {
      stop(nghttpd);
    }
  }

  private static Process start(int port, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile(folder, "out", ".log").toFile())
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

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
