package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strangers' plugins in their own jars, good and bad, in a Porty from the archive. */
class PluginsIT {

  private static final int HTTP = Ports.free();
  private static final int LINES = Ports.free();
  private static final String BAD =
      Stream.of(
              "throw error sneaky overflow missing_class null later_null later_nothing later_fails never more block keep use_kept busy"
                  .split(" "))
          .map(way -> "\"bad_" + way + "\"")
          .collect(java.util.stream.Collectors.joining(", "));
  private static final Path SOURCES = Path.of("src/test/resources/plugins");

  @TempDir static Path folder;
  private static Path home;
  private static Backend backend;
  private static PortyProcess porty;

  @BeforeAll
  static void start() throws IOException {
    home = folder.resolve("porty");
    Installation.run(folder, Map.of(), "cp", "-r", Installation.home().toString(), home.toString());
    build("bad", "bad.BadPlugin", "BadPlugin.java", List.of());
    buildTheLineMode();
    build("life", "life.LifePlugin", "LifePlugin.java", List.of());
    for (String version : new String[] {"old", "new"}) {
      String name = "gson_" + version;
      try (Stream<Path> jars = Files.list(Path.of("target/plugin-libraries", version))) {
        PluginJar.build(
            home,
            name,
            name + ".GsonPlugin",
            jars.toList(),
            "GsonPlugin.java",
            Files.readString(SOURCES.resolve("GsonPlugin.java")).replace("PACKAGE", name));
      }
    }
    backend = Backend.ok("site");
    porty =
        PortyProcess.startAt(
            home,
            """
            event_loops = 2
            log_requests = false
            [[routes]]
            name = "http"
            listen = "127.0.0.1:%1$d"
            mode = "http"
            timeout_seconds = 1
            routers = ["gson_old", "gson_new", %4$s, "fixed"]
            target = "127.0.0.1:%3$d"
            [[routes]]
            name = "lines"
            listen = "127.0.0.1:%2$d"
            mode = "lines"
            longest_line = 20
            [[routes.service.services]]
            name = "service"
            target = "127.0.0.1:%3$d"
            """
                .formatted(HTTP, LINES, backend.port(), BAD));
  }

  /** The sample mode of the docs, as somebody without Maven would build it. */
  private static void buildTheLineMode() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String file : List.of("LineRequest", "LinePlugin", "LineSession")) {
      sources.add(file + ".java");
      sources.add(
          Files.readString(
              Path.of("..", "docs/examples/line-mode/src/main/java/com/example/lines")
                  .resolve(file + ".java")));
    }
    PluginJar.build(
        home, "lines", "com.example.lines.LinePlugin", List.of(), sources.toArray(String[]::new));
  }

  private static void build(String name, String entry, String source, List<Path> libraries)
      throws IOException {
    PluginJar.build(
        home, name, entry, libraries, source, Files.readString(SOURCES.resolve(source)));
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
  }

  private static RawClient client() {
    return RawClient.to(HTTP);
  }

  @ParameterizedTest
  @CsvSource({
    "/throw, 500, on purpose",
    "/error, 500, on purpose too",
    "/sneaky, 500, checked",
    "/overflow, 500, StackOverflowError",
    "/missing_class, 500, some/library/Thing",
    "/null, 500, returned null",
    "/later_null, 500, failed to decide asynchronously",
    "/later_nothing, 500, Async answer without a stage",
    "/later_fails, 500, late",
    "/never, 504, did not decide within the timeout",
    "/more, 200, ''",
  })
  void aRouterThatFailsHarmsItsOwnRequestOnlyAndIsNamed(String path, int status, String said)
      throws Exception {
    try (RawClient client = client();
        RawClient other = client()) {
      assertThat(client.get(path).status()).isEqualTo(status);
      assertThat(other.get("/").body()).isEqualTo("site");
      assertThat(client.get("/").body()).as("the same connection goes on").isEqualTo("site");
    }
    if (!said.isEmpty()) {
      await().until(() -> porty.log().contains(said));
      assertThat(porty.log())
          .contains("router \"bad_" + path.substring(1) + "\" of " + home.resolve("plugins/bad"));
    }
  }

  @Test
  void aPluginThatKeepsAnEventLoopWaitingIsNamedWithItsStack() {
    try (RawClient client = client()) {
      assertThat(client.get("/block").body()).isEqualTo("site");
    }
    await()
        .untilAsserted(
            () ->
                assertThat(porty.log())
                    .contains("plugin bad has blocked the event loop porty-loop")
                    .contains("bad.BadPlugin.sleep"));
  }

  @Test
  void aRequestThatWasKeptCannotBeReadLater() {
    try (RawClient client = client()) {
      assertThat(client.get("/keep").status()).isEqualTo(200);
      assertThat(client.get("/use_kept").status()).isEqualTo(500);
    }
    await().until(() -> porty.log().contains("valid only until route() returns"));
  }

  @Test
  void aPluginThatUsesUpItsThreadsHarmsNobodyElse() {
    List<RawClient> stuck = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        stuck.add(client().send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      try (RawClient client = client()) {
        for (int i = 0; i < 20; i++) {
          assertThat(client.get("/").body()).isEqualTo("site");
        }
      }
      for (RawClient client : stuck) {
        assertThat(client.message().status()).isEqualTo(504);
      }
    } finally {
      stuck.forEach(RawClient::close);
    }
  }

  @Test
  void twoPluginsUseDifferentVersionsOfOneLibrary() {
    try (RawClient client = client()) {
      assertThat(client.get("/gson_old").body()).contains("gson-2.9.0.jar in plugin:gson_old");
      assertThat(client.get("/gson_new").body()).contains("gson-2.15.0.jar in plugin:gson_new");
    }
  }

  @Test
  void aModeOfAStrangerSpeaksItsOwnProtocol() {
    try (RawClient client = RawClient.to(LINES)) {
      client.send("service\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.message().body()).isEqualTo("site");
    }
    try (RawClient client = RawClient.to(LINES)) {
      assertThat(client.send("no\n").rest()).isEqualTo("There is no such service\n");
    }
    try (RawClient client = RawClient.to(LINES)) {
      assertThat(client.send("x".repeat(30)).rest()).isEqualTo("the line is too long\n");
    }
  }

  private static String life(String trouble) {
    return "log_requests = false\n[[routes]]\nname = \"l\"\nlisten = \"127.0.0.1:"
        + Ports.free()
        + "\"\nrouters = [\"life\", \"fixed\"]\ntarget = \"127.0.0.1:1\"\n[routes.life]\ntrouble = \""
        + trouble
        + "\"\n";
  }

  @Test
  void aRouterIsStartedDrainedAndClosedInOrder() {
    PortyProcess own = PortyProcess.startAt(home, life("close"));
    assertThat(own.terminate()).isEqualTo(143);
    assertThat(own.log())
        .containsSubsequence(
            "life: start with plugin:life",
            "life: drain",
            "life: close",
            "router \"life\" of " + home.resolve("plugins/life") + " failed to close");
  }

  @Test
  void aRouterThatCannotStartEndsTheStartWithItsReason() {
    assertThatThrownBy(() -> PortyProcess.startAt(home, life("throws")))
        .hasMessageContaining(
            "router \"life\" of "
                + home.resolve("plugins/life")
                + " did not start: the database is away");
    long begin = System.nanoTime();
    assertThatThrownBy(() -> PortyProcess.startAt(home, life("hangs")))
        .hasMessageContaining("did not start within 10 s");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(19));
  }

  @Test
  void checkCreatesButDoesNotStart() throws IOException {
    Path config = Files.writeString(folder.resolve("life.toml"), life("throws"));
    Installation.Result result =
        Installation.run(
            home, Map.of(), home.resolve("bin/porty").toString(), "check", "-c", config.toString());
    assertThat(result.exit()).as(result.err()).isZero();
  }

  @Test
  void aPluginIsAFolderOrASingleJar() throws IOException {
    Path other = folder.resolve("single");
    Installation.run(
        folder, Map.of(), "cp", "-r", Installation.home().toString(), other.toString());
    Files.copy(home.resolve("plugins/life/life.jar"), other.resolve("plugins/life.jar"));
    Installation.Result result =
        Installation.run(other, Map.of(), other.resolve("bin/porty").toString(), "plugins");
    assertThat(result.out()).contains("life.LifePlugin 7.8").contains("router \"life\", 1 key");
  }
}
