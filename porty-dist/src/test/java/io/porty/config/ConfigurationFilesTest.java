package io.porty.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import io.porty.testkit.TestPorty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration may be made of, and what is refused as one. */
@Timeout(60)
class ConfigurationFilesTest {

  private static final String ROUTE =
      "[[routes]]\nname = \"NAME\"\nlisten = \"127.0.0.1:PORT\"\ntarget = \"127.0.0.1:80\"\n";

  @TempDir Path folder;

  private static String route(String name, int port) {
    return ROUTE.replace("NAME", name).replace("PORT", Integer.toString(port));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static PortyOptions options(Path file) {
    return new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of());
  }

  private static List<String> check(Path file) throws StartException {
    return ConfigInspector.check(options(file));
  }

  private static String mistake(Path file) {
    try {
      ConfigInspector.check(options(file));
      return "";
    } catch (StartException e) {
      assertThat(e.exitCode()).isEqualTo(StartException.CONFIGURATION);
      return e.getMessage();
    }
  }

  @Test
  void onlyOrdinaryFilesAreRead() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(mistake(pipe)).contains("pipe: is no ordinary file");
    assertThat(mistake(Path.of("/dev/zero"))).contains("/dev/zero: is no ordinary file");
    assertThat(mistake(folder)).contains("is a folder");
    assertThat(mistake(folder.resolve("none")))
        .contains("no such file")
        .contains("generate-config");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws Exception {
    Path large = folder.resolve("large.toml");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(400L * 1024 * 1024);
    }
    assertThat(mistake(large)).contains("is larger than 32 MiB");
  }

  @Test
  void aByteOrderMarkIsSkipped() throws Exception {
    Path file = write("bom.toml", "\uFEFF" + route("a", 9001));
    assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) 0xEF);
    check(file);
    Files.writeString(file, "\uFEFFlisten_prot = 1\n");
    assertThat(mistake(file)).contains("bom.toml:1:1: listen_prot").contains("\n    | ^\n");
    Files.write(file, "a = 1".getBytes(StandardCharsets.UTF_16));
    assertThat(mistake(file)).contains("is not UTF-8");
  }

  @Test
  void twoMegabytesOfCommentsTakeNoTime() throws Exception {
    Path file =
        write(
            "long.toml",
            "# forty characters of a comment, or so \n".repeat(50_000) + route("a", 9001));
    long before = System.nanoTime();
    check(file);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void filesThatAreIncludedCountAsIfWrittenHere() throws Exception {
    Path main =
        write("porty.toml", "include = [\"conf.d/*.toml\", \"admin.toml\"]\n" + route("a", 9001));
    write("admin.toml", "max_retries_of_nobody = 1\n");
    assertThat(mistake(main))
        .contains(folder + "/admin.toml:1:1: max_retries_of_nobody is not a known key")
        .contains("in " + main + " and what it includes");
    write("admin.toml", "max_connections = 7\n[admin]\nlisten = \"127.0.0.1:9100\"\n");
    write("conf.d/20.toml", route("c", 9003));
    write("conf.d/10.toml", "include = \"more/*\"\n" + route("b", 9002));
    write("conf.d/more/x", route("d", 9004));
    write("conf.d/.hidden.toml", "nonsense");
    write("conf.d/notes.txt", "nonsense");

    String effective = ConfigInspector.effective(options(main));

    assertThat(effective)
        .contains("max_connections = 7")
        .contains("# " + folder + "/admin.toml line 1")
        .contains("[admin]");
    assertThat(effective.lines().filter(line -> line.startsWith("name = ")))
        .map(line -> line.substring(8, 9))
        .containsExactly("a", "b", "d", "c");
    write("conf.d/30.toml", "max_connections = 8\n" + route("a", 9002));
    assertThat(mistake(main))
        .contains(
            "admin.toml:1:1: max_connections is set already, in "
                + folder
                + "/conf.d/30.toml line 1")
        .contains(
            "30.toml:3:1: routes[a].name \"a\" is taken by another route (" + main + " line 3)")
        .contains("already listens on (" + folder + "/conf.d/10.toml line 4)");
  }

  @Test
  void includingEndsSomewhere() throws Exception {
    Path main = write("porty.toml", "include = \"a.toml\"\n" + route("a", 9001));
    write("a.toml", "include = \"porty.toml\"\n");
    assertThat(mistake(main))
        .contains("a.toml:1:1: include names")
        .contains("which is read already");
    for (int i = 0; i < 12; i++) {
      write("deep" + i + ".toml", "include = \"deep" + (i + 1) + ".toml\"\n");
    }
    write("a.toml", "include = \"deep0.toml\"\n");
    assertThat(mistake(main)).contains("is more than 8 files deep");
    for (int i = 0; i < 1_100; i++) {
      write("many/" + i + ".toml", route("r" + i, 10_000 + i));
    }
    write("a.toml", "include = \"many/*.toml\"\n");
    assertThat(mistake(main)).contains("names more than 1000 files");
    write("a.toml", "");
    assertThat(mistake(main)).contains("a.toml: has no key");
  }

  @Test
  void theFilesOfAConfigurationAreToldForWatching() throws Exception {
    write("conf.d/a.toml", route("b", 9002));
    Path token = write("token", "a-token-of-many-characters\n");
    try (TestPorty porty =
        TestPorty.with()
            .config(
                "include = \""
                    + folder
                    + "/conf.d/*.toml\"\n[admin]\nlisten = \"unix:"
                    + folder
                    + "/admin.sock\"\ntoken_file = \""
                    + token
                    + "\"\n"
                    + route("a", 9001).replace("9001", "{port}"))) {
      assertThat(porty.porty().configurationFiles())
          .contains(folder.resolve("conf.d"), folder.resolve("conf.d/a.toml"), token);
    }
  }

  @Test
  void secretsComeFromFiles() throws Exception {
    Path main =
        write(
            "porty.toml",
            route("a", 9001) + "[admin]\nlisten = \"127.0.0.1:9100\"\ntoken_file = \"token\"\n");
    Path token = write("token", "a-token-of-many-characters\r\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(check(main)).anyMatch(w -> w.contains("every user may read it; chmod o-r " + token));
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    assertThat(check(main)).isEmpty();
    assertThat(ConfigInspector.admin(options(main)).orElseThrow().token())
        .contains("a-token-of-many-characters");
    assertThat(ConfigInspector.effective(options(main)))
        .contains("token = \"****\"")
        .doesNotContain("of-many");
    Files.writeString(token, "short");
    assertThat(mistake(main))
        .contains("admin.token_file is too easy to guess")
        .doesNotContain("short");
    Files.writeString(token, "\n");
    assertThat(mistake(main)).contains("is empty");
    Files.writeString(token, "x".repeat(70_000));
    assertThat(mistake(main)).contains("is larger than 64 KiB");
    Files.delete(token);
    assertThat(new ProcessBuilder("mkfifo", token.toString()).start().waitFor(9, TimeUnit.SECONDS))
        .isTrue();
    assertThat(mistake(main)).contains("is no ordinary file");
  }

  @Test
  void valuesComeFromTheEnvironment() throws Exception {
    String home = System.getenv("HOME");
    Path main =
        write(
            "porty.toml",
            "[[routes]]\nname = \"a\"\nlisten_port = \"${PORTY_TEST_NONE:-9001}\"\nlisten_addr = \"127.0.0.1\"\n"
                + "target = \"${PORTY_TEST_NONE:-unix:}${HOME}/$${a}.sock\"\nmax_retries = \"${PORTY_TEST_NONE:-1}\"\n");
    assertThat(ConfigInspector.effective(options(main)))
        .contains("target = \"unix:" + home + "/${a}.sock\"")
        .contains("listen_port = 9001");
  }

  @Test
  void aRouteListensAtSeveralAddresses() throws Exception {
    int admin = Ports.free();
    try (TestPorty porty =
        TestPorty.with()
            .backends("one")
            .config(
                "[[routes]]\nname = \"a\"\nmode = \"http\"\ntarget = \"{one}\"\nlisten = [\"127.0.0.1:{port}\", \"[::1]:{port}\", \"127.0.0.2:{port}\"]\n"
                    + "[[routes]]\nname = \"b\"\nmode = \"http\"\nhost = \"b.test\"\ntarget = \"{one}\"\nlisten = \"[::1]:{port}\"\n"
                    + "[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n")) {
      for (String address : List.of("127.0.0.1", "::1", "127.0.0.2")) {
        try (RawClient client = RawClient.to(address, porty.port())) {
          assertThat(client.get("/").body()).isEqualTo("one");
        }
      }
      await()
          .untilAsserted(
              () -> {
                try (RawClient visitor = RawClient.to(admin)) {
                  assertThat(
                          visitor
                              .send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                              .message()
                              .body())
                      .containsOnlyOnce("porty_requests_total{route=\"a\",status=\"2xx\"} 3.0");
                }
              });
      assertThat(porty.porty().describe())
          .hasSize(4)
          .anyMatch(line -> line.startsWith("http [::1]:") && line.contains("[b b.test]"));
    }
  }

  @Test
  void nothingListensForAFileThatSaysNothing() throws Exception {
    try (TestPorty porty = TestPorty.with().backends("one").route("target = \"{one}\"\n")) {
      for (String text : List.of("", "# nothing\n", "\n\n", "max_connections = 5\n", "[admin]\n")) {
        assertThatThrownBy(() -> porty.reload(text))
            .hasMessageMatching("(?s).*(has no key|routes are missing).*");
        assertThat(porty.get("/").body()).isEqualTo("one");
        assertThat(porty.porty().addresses()).hasSize(1);
      }
    }
  }
}
