package io.porty.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.engine.Porty;
import io.porty.engine.PortyOptions;
import io.porty.fixture.CapturedOutput;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestCertificate;
import io.porty.testkit.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload says what it has changed, key by key, and what needs a restart. */
class ReloadChangesTest {

  private static final String REQUEST =
      "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n";
  private static final String TOKEN = "0123456789abcdef";

  @TempDir Path folder;

  private final int admin = Ports.free();

  private String text(String global, String listener, String route, String secret) {
    return global
        + "[admin]\ntoken = \""
        + TOKEN
        + "\"\nlisten = \"127.0.0.1:"
        + admin
        + "\"\n[[listeners]]\nname = \"public\"\naddress = \"127.0.0.1:0\"\n"
        + listener
        + "[[routes]]\nname = \"api\"\nlistener = \"public\"\nmode = \"http\"\nrouters = [\"path\", \"signed\", \"fixed\"]\ntarget = \"127.0.0.1:1\"\n"
        + route
        + "[[routes.path.rules]]\nprefix = \"/x/\"\ntarget = \"127.0.0.1:2\"\n[[routes.signed.keys]]\nid = \"k\"\nsecret = \""
        + secret
        + "\"\n[[routes]]\nname = \"raw\"\nlisten = \"127.0.0.1:0\"\ntarget = \"127.0.0.1:1\"\n";
  }

  private Porty start(Path file, String toml) throws Exception {
    Files.writeString(file, toml);
    Porty porty =
        Porty.prepare(new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of()));
    porty.start();
    return porty;
  }

  private String page(String line) {
    try (RawClient visitor = RawClient.to(admin)) {
      String length = line.startsWith("POST") ? "Content-Length: 0\r\n" : "";
      return visitor.send(REQUEST.formatted(line, TOKEN, length)).message().body();
    }
  }

  private static final String SECRET = "a-secret-of-thirty-two-characters";

  @Test
  void namesEachKeyWithItsOldAndItsNewValue() throws Exception {
    Path file = folder.resolve("porty.toml");
    try (Porty porty =
        start(file, text("event_loops = 1\n", "", "timeout_seconds = 30\n", SECRET))) {
      Files.writeString(
          file,
          text(
                  "event_loops = 1\nmax_connections = 500\n",
                  "request_header_timeout_seconds = 2\nbacklog = 100\n",
                  "timeout_seconds = 5\nkeepalive_timeout_seconds = 7\nmax_retries = 2\nallow_targets = [\"10.0.0.0/8\"]\n",
                  SECRET + "-another")
              .replace("127.0.0.1:2\"", "127.0.0.1:3\""));

      List<String> changes = porty.reload();

      assertThat(changes)
          .containsExactlyInAnyOrder(
              "~ max_connections: 1000 -> 500",
              "~ listeners[public].request_header_timeout_seconds: 10 -> 2",
              "~ listeners[public].backlog: 4096 -> 100",
              "~ routes[api].timeout_seconds: 30 -> 5",
              "~ routes[api].keepalive_timeout_seconds: 60 -> 7",
              "~ routes[api].allow_targets: [] -> [\"10.0.0.0/8\"]",
              "~ routes[api].path.rules[1].target: \"127.0.0.1:2\" -> \"127.0.0.1:3\"",
              "~ routes[api].signed.keys[1].secret: changed");
      assertThat(porty.reload()).as("nothing has changed since").isEmpty();
    }
  }

  @Test
  void namesKeysOfTls() throws Exception {
    TestCertificate certificate = TestCertificates.in(folder.resolve("tls")).server("localhost");
    String tls =
        "[%s.tls]\ncert = \"" + certificate.cert() + "\"\nkey = \"" + certificate.key() + "\"\n";
    String before =
        "[[listeners]]\nname = \"edge\"\naddress = \"127.0.0.1:0\"\n"
            + tls.formatted("listeners")
            + "[[routes]]\nname = \"web\"\nlistener = \"edge\"\nmode = \"http\"\ntarget = \"https://127.0.0.1:1\"\nrouters = [\"fixed\"]\n[routes.upstream_tls]\nname = \"a.example\"\n"
            + "[[routes]]\nname = \"own\"\nlisten = \"127.0.0.1:0\"\nmode = \"http\"\ntarget = \"127.0.0.1:1\"\nrouters = [\"fixed\"]\n";
    Path file = folder.resolve("porty.toml");
    try (Porty porty = start(file, before)) {
      Files.writeString(
          file,
          before
                  .replaceFirst("\n\\[\\[routes", "\nprofile = \"modern\"\n[[routes")
                  .replace("a.example", "b.example")
              + tls.formatted("routes"));
      assertThat(porty.reload())
          .contains(
              "~ listeners[edge].tls.profile: \"intermediate\" -> \"modern\"",
              "~ routes[web].upstream_tls.name: \"a.example\" -> \"b.example\"",
              "~ routes[own].tls: none -> a table");
    }
  }

  @Test
  void warnsOfKeysThatNeedARestartAndShowsWhatRuns() throws Exception {
    Path file = folder.resolve("porty.toml");
    try (CapturedOutput said = new CapturedOutput();
        Porty porty =
            start(file, text("event_loops = 1\n", "", "timeout_seconds = 30\n", SECRET))) {
      Files.writeString(
          file,
          text(
              "event_loops = 2\nreload_on_change = true\ntcp_keepalive_idle_seconds = 60\n",
              "",
              "timeout_seconds = 5\n",
              SECRET));

      String answer = page("POST /reload");

      assertThat(answer)
          .isEqualTo(
              "reloaded\n~ routes[api].timeout_seconds: 30 -> 5\n"
                  + "! event_loops = 2 holds after a restart (porty restart); until then it is 1\n"
                  + "! tcp_keepalive_idle_seconds = 60 holds after a restart (porty restart); until then it is 0\n"
                  + "! reload_on_change = true holds after a restart (porty restart); until then it is false\n");
      assertThat(page("GET /config"))
          .containsPattern(
              "event_loops = 1 +# since the start; the file says 2, which holds after a restart")
          .containsPattern("reload_on_change = false +# since the start; the file says true")
          .containsPattern("timeout_seconds = 5 +# line");
      said.awaits("event_loops = 2 holds after a restart");

      Files.writeString(file, text("event_loops = 1\n", "", "timeout_seconds = 5\n", SECRET));
      assertThat(porty.reload()).isEmpty();
      await().until(() -> page("GET /config").contains("event_loops = 1"));
      assertThat(page("GET /config")).doesNotContain("since the start");
    }
  }

  @Test
  void saysWhatComesAndGoesAndWarnsOfAListenerThatNobodyNames() throws Exception {
    Path file = folder.resolve("porty.toml");
    int port = Ports.free();
    try (Porty porty = start(file, text("", "", "", SECRET))) {
      Files.writeString(
          file,
          text("", "", "", SECRET)
              + "[[listeners]]\nname = \"spare\"\naddress = \"127.0.0.1:1\"\n[[routes]]\nname = \"more\"\nlisten = \"127.0.0.1:"
              + port
              + "\"\ntarget = \"127.0.0.1:1\"\n");
      assertThat(porty.reload())
          .containsExactly(
              "+ tcp 127.0.0.1:" + port + " [more] -> 127.0.0.1:1",
              "! listener spare: no route names it, so nothing listens at 127.0.0.1:1; write listener = \"spare\" in a route, or remove it");
    }
  }
}
