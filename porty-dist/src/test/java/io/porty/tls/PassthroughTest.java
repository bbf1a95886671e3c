package io.porty.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.ProxyHeaders;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.TlsBackend;
import io.porty.fixture.TlsClient;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One address: some server names pass through undecrypted, the TLS of all others ends here. */
@ExtendWith(LeakCensus.class)
class PassthroughTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: www.test\r\nConnection: close\r\n\r\n";

  @TempDir static Path folder;

  private static TestCertificate web;
  private static TestCertificate raw;
  private static SSLContext trust;

  @BeforeAll
  static void makeCertificates() {
    TestCertificates certificates = TestCertificates.in(folder);
    web = certificates.server("www.test", "*.mixed.test");
    raw = certificates.server("raw.test", "*.mixed.test");
    trust = TlsClient.trusting(certificates.authority());
  }

  private static String opened(String mode, int backend, String... lines) {
    return "[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:PORT\"\nmode = \""
        + mode
        + "\"\ntarget = \"127.0.0.1:"
        + backend
        + "\"\ntls = { cert = \""
        + web.cert()
        + "\", key = \""
        + web.key()
        + "\" }\n"
        + String.join("\n", lines)
        + "\n";
  }

  private static String passed(int backend, String hosts, String... lines) {
    return "[[routes]]\nname = \"raw\"\nlisten = \"127.0.0.1:PORT\"\nrouters = [\"sni\"]\n"
        + String.join("\n", lines)
        + "\n[[routes.sni.rules]]\nhost = ["
        + hosts
        + "]\ntarget = \"127.0.0.1:"
        + backend
        + "\"\n";
  }

  private static RunningPorty start(String provider, String... routes) {
    return RunningPorty.start(
        "tls_provider = \"" + provider + "\"\nlog_requests = false\n" + String.join("", routes));
  }

  private static String get(int port, String name) {
    try (TlsClient client = new TlsClient.Options(trust).serverName(name).connect(port)) {
      client.handshake().send(GET);
      return client.message();
    }
  }

  static Stream<Arguments> providersAndOrders() {
    return Stream.of("native", "jdk")
        .flatMap(provider -> Stream.of(true, false).map(first -> Arguments.of(provider, first)));
  }

  @ParameterizedTest
  @MethodSource("providersAndOrders")
  void serverNamesTellThemApart(String provider, boolean passedFirst) {
    try (Backend opened = Backend.ok("opened here");
        TlsBackend passed = TlsBackend.ok(raw, "opened there")) {
      String one = passed(passed.port(), "\"raw.test\", \"a.mixed.test\"");
      String two = opened("http", opened.port());
      try (RunningPorty porty = start(provider, passedFirst ? one : two, passedFirst ? two : one)) {
        assertThat(get(porty.port(), "raw.test")).endsWith("opened there");
        assertThat(get(porty.port(), "RAW.test")).endsWith("opened there");
        assertThat(get(porty.port(), "a.mixed.test")).endsWith("opened there");
        assertThat(get(porty.port(), "www.test")).endsWith("opened here");
        assertThat(get(porty.port(), "b.mixed.test")).endsWith("opened here");
      }
    }
  }

  @Test
  void aTcpRouteWithTlsSharesToo() {
    try (Backend opened = Backend.running(connection -> connection.echo());
        TlsBackend passed = TlsBackend.ok(raw, "opened there");
        RunningPorty porty =
            start("auto", opened("tcp", opened.port()), passed(passed.port(), "\"raw.test\""));
        TlsClient client =
            new TlsClient.Options(trust).serverName("www.test").connect(porty.port())) {
      client.handshake().send("echo");
      assertThat(client.bytes(4)).isEqualTo("echo");
      assertThat(get(porty.port(), "raw.test")).endsWith("opened there");
    }
  }

  @Test
  void aNamedListenerIsShared() {
    try (Backend opened = Backend.ok("opened here");
        TlsBackend passed = TlsBackend.ok(raw, "opened there");
        RunningPorty porty =
            start(
                "auto",
                "[[listeners]]\nname = \"edge\"\naddress = \"127.0.0.1:PORT\"\ntls = { cert = \""
                    + web.cert()
                    + "\", key = \""
                    + web.key()
                    + "\" }\n",
                passed(passed.port(), "\"raw.test\"")
                    .replace("listen = \"127.0.0.1:PORT\"", "listener = \"edge\""),
                "[[routes]]\nname = \"web\"\nlistener = \"edge\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + opened.port()
                    + "\"\n")) {
      assertThat(get(porty.port(), "raw.test")).endsWith("opened there");
      assertThat(get(porty.port(), "www.test")).endsWith("opened here");
    }
  }

  /** Whoever takes over sees every byte once, however they came. */
  @Test
  void aHelloThatIsCutAnywhereArrivesUnchanged() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (Backend opened = Backend.ok("opened here");
        Backend passed =
            Backend.running(
                connection -> {
                  seen.add(connection.rest());
                  connection.close();
                });
        RunningPorty porty =
            start(
                "auto",
                opened("http", opened.port(), "proxy_protocol_from = [\"127.0.0.1\"]"),
                passed(passed.port(), "\"raw.test\"", "proxy_protocol_from = [\"127.0.0.1\"]"))) {
      byte[] hello;
      try (TlsClient client =
          new TlsClient.Options(trust).serverName("raw.test").connect(porty.port())) {
        hello = client.hello();
      }
      byte[] header = ProxyHeaders.v1("192.0.2.7", 4711).getBytes(StandardCharsets.ISO_8859_1);
      byte[] behind = "what follows".getBytes(StandardCharsets.ISO_8859_1);
      byte[] all = Arrays.copyOf(header, header.length + hello.length + behind.length);
      System.arraycopy(hello, 0, all, header.length, hello.length);
      System.arraycopy(behind, 0, all, header.length + hello.length, behind.length);
      String expected =
          new String(all, header.length, all.length - header.length, StandardCharsets.ISO_8859_1);
      for (int cut = 1; cut < all.length; cut++) {
        try (RawClient client = RawClient.to(porty.port())) {
          client.send(Arrays.copyOf(all, cut));
          client.send(Arrays.copyOfRange(all, cut, all.length));
          client.halfClose();
          assertThat(seen.poll(10, TimeUnit.SECONDS)).as("cut at " + cut).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw.test", "www.test"})
  void aHelloInSingleBytesDecidesOnce(String name) {
    try (Backend opened = Backend.ok("opened here");
        TlsBackend passed = TlsBackend.ok(raw, "opened there");
        RunningPorty porty =
            start("auto", opened("http", opened.port()), passed(passed.port(), "\"raw.test\""));
        TlsClient client = new TlsClient.Options(trust).serverName(name).connect(porty.port())) {
      for (byte one : client.hello()) {
        client.raw(new byte[] {one});
      }
      client.handshake().send(GET);
      assertThat(client.message())
          .endsWith(name.equals("raw.test") ? "opened there" : "opened here");
    }
  }

  @Test
  void connectionsThatPassThroughAreCountedAndLeaveNothing() {
    try (Backend opened = Backend.ok("opened here");
        TlsBackend passed = TlsBackend.ok(raw, "opened there");
        RunningPorty porty =
            start("auto", opened("http", opened.port()), passed(passed.port(), "\"raw.test\""))) {
      try (TlsClient client =
          new TlsClient.Options(trust).serverName("raw.test").connect(porty.port())) {
        client.handshake();
        assertThat(porty.porty().openConnections()).isEqualTo(1);
      }
      org.awaitility.Awaitility.await()
          .untilAsserted(() -> assertThat(porty.porty().openConnections()).isZero());
    }
  }

  private static String check(String... routes) {
    try (RunningPorty porty = start("auto", routes)) {
      return "fine";
    } catch (AssertionError e) {
      return e.getMessage();
    }
  }

  @Test
  void aNameThatIsAHostTooIsAMistakeWithBothLines() {
    assertThat(
            check(
                opened("http", 1, "host = [\"www.test\", \"db.test\"]"),
                passed(2, "\"raw.test\", \"DB.test\"")))
        .contains(
            "has \"DB.test\", which cannot pass through: it is a host of route \"web\" (line 10)")
        .contains(":17:");
  }

  @Test
  void withoutTlsNothingTellsThemApart() {
    assertThat(check(opened("http", 1).replaceAll("tls = .*", ""), passed(2, "\"raw.test\"")))
        .contains("which route \"web\" already listens on");
  }

  @Test
  void twoOfThemAreAMistake() {
    String second = passed(3, "\"other.test\"").replace("\"raw\"", "\"second\"");
    assertThat(check(opened("http", 1), passed(2, "\"raw.test\""), second))
        .contains("already listens on");
  }

  @Test
  void bothAgreeAboutTheAddress() {
    assertThat(check(opened("http", 1), passed(2, "\"raw.test\"", "max_connections = 5")))
        .contains("max_connections is 5, but route \"web\" at the same address");
  }

  /** A name that nobody is told to pass is answered as before. */
  @Test
  void anUnknownNameIsRefusedWhereEveryRouteHasAHost() {
    try (Backend opened = Backend.ok("opened here");
        TlsBackend passed = TlsBackend.ok(raw, "opened there");
        RunningPorty porty =
            start(
                "auto",
                opened("http", opened.port(), "host = \"www.test\""),
                passed(passed.port(), "\"raw.test\""));
        TlsClient client =
            new TlsClient.Options(trust).serverName("nobody.test").connect(porty.port())) {
      assertThatThrownBy(client::handshake).hasMessageContaining("unrecognized_name");
    }
  }
}
