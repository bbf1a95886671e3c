package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that do not come back: Porty ends all the same, and says who it was. */
@Tag("any-jdk")
class StuckPluginsIT {

  private static final int DRAIN_SECONDS = 1;

  /** Drain, the limit for everything else, and what a busy machine adds. */
  private static final Duration LIMIT = Duration.ofSeconds(DRAIN_SECONDS + 5 + 4);

  private static final int HALTED = 4;

  @TempDir static Path folder;
  private static Path home;

  private final int port = Ports.free();

  @BeforeAll
  static void build() throws IOException {
    home = folder.resolve("porty");
    Installation.run(folder, Map.of(), "cp", "-r", Installation.home().toString(), home.toString());
    PluginJar.build(
        home,
        "stuck",
        "stuck.StuckPlugin",
        List.of(),
        "StuckPlugin.java",
        Files.readString(Path.of("src/test/resources/plugins/StuckPlugin.java")));
  }

  private PortyProcess start(String top, String lines, int target) {
    return start(top, "listen = \"127.0.0.1:" + port + "\"\n", lines, target);
  }

  private PortyProcess start(String top, String where, String lines, int target) {
    return PortyProcess.startAt(
        home,
        "drain_timeout_seconds = "
            + DRAIN_SECONDS
            + "\nevent_loops = 2\n"
            + top
            + "\n[[routes]]\nname = \"r\"\n"
            + where
            + "target = \"127.0.0.1:"
            + target
            + "\"\n"
            + lines);
  }

  /** Answers the exit code. */
  private static int endsInTime(PortyProcess porty) {
    long begin = System.nanoTime();
    int exit = porty.terminate();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
    return exit;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep", "spin"})
  void aRouterThatDoesNotComeBackIsLeftBehindWithItsLoop(String way) {
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            start(
                "log_requests = false",
                "mode = \"http\"\nrouters = [\"stuck\", \"fixed\"]\n",
                site.port());
        RawClient client = RawClient.to(port)) {
      client.send("GET /" + way + " HTTP/1.1\r\nHost: a\r\n\r\n");
      await()
          .until(() -> porty.log().contains("plugin stuck has blocked the event loop porty-loop"));

      assertThat(endsInTime(porty)).isEqualTo(HALTED);

      assertThat(porty.log())
          .contains("plugin stuck holds the thread porty-loop", "stuck.StuckPlugin")
          .contains("did not stop within the time limit: the event loops");
    }
  }

  @Test
  void systemExitOnALoopEndsPortyAndIsSaid() throws Exception {
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            start(
                "log_requests = false",
                "mode = \"http\"\nrouters = [\"stuck\", \"fixed\"]\n",
                site.port());
        RawClient client = RawClient.to(port)) {
      client.send("GET /exit HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(porty.exit(LIMIT)).isEqualTo(HALTED);

      assertThat(porty.log())
          .contains("plugin stuck has called System.exit on the thread porty-loop")
          .contains("stuck.StuckPlugin$Stuck.route");
    }
  }

  @Test
  void systemExitOnAThreadOfThePluginEndsPortyInOrder() {
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            start(
                "log_requests = false",
                "mode = \"http\"\nrouters = [\"stuck\", \"fixed\"]\n",
                site.port());
        RawClient client = RawClient.to(port)) {
      client.send("GET /exit-elsewhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(client.message().body()).isEqualTo("site");
      assertThat(porty.exit(LIMIT)).isEqualTo(7);

      assertThat(porty.log())
          .contains("plugin stuck has called System.exit")
          .contains("porty: stopped");
    }
  }

  @ParameterizedTest
  @CsvSource({"drain, 'router \"stuck\" of '", "close, 'router \"stuck\" of '"})
  void aLifeThatDoesNotEndIsLeftBehind(String step, String owner) {
    try (PortyProcess porty =
        start(
            "log_requests = false",
            "mode = \"http\"\nrouters = [\"stuck\", \"fixed\"]\n[routes.stuck]\nhangs = \""
                + step
                + "\"\n",
            1)) {
      assertThat(endsInTime(porty)).isEqualTo(HALTED);

      assertThat(porty.log())
          .contains("plugin stuck holds the thread porty-plugin-" + step)
          .contains("did not stop within the time limit: " + owner);
    }
  }

  @Test
  void aShutdownHookThatDoesNotEndIsHalted() {
    try (PortyProcess porty =
        start(
            "log_requests = false",
            "mode = \"http\"\nrouters = [\"stuck\", \"fixed\"]\n[routes.stuck]\nhangs = \"hook\"\n",
            1)) {
      assertThat(endsInTime(porty)).isEqualTo(HALTED);

      assertThat(porty.log())
          .contains("porty: stopped")
          .contains("plugin stuck holds the thread Thread-");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "record"})
  void aLogThatDoesNotComeBackLosesOnlyItsOwnRecords(String step) throws IOException {
    Path file = folder.resolve("access-" + step + ".json");
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            start(
                "log_format = [\"stucklog\", \"json\"]\n[stucklog]\nhangs = \""
                    + step
                    + "\"\n[json]\noutput = \""
                    + file
                    + "\"\n",
                "mode = \"http\"\n",
                site.port());
        RawClient client = RawClient.to(port)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("site");
      }

      assertThat(endsInTime(porty)).isEqualTo(HALTED);

      assertThat(Files.readAllLines(file)).hasSize(5);
      assertThat(porty.log()).contains("access log \"stucklog\" of " + home.resolve("plugins"));
    }
  }

  @Test
  void aSlowLogStarvesNoOtherAndItsLossesAreSaidAndCounted() throws IOException {
    Path file = folder.resolve("beside-a-slow-one.json");
    int admin = Ports.free();
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            start(
                "log_format = [\"stucklog\", \"json\"]\n[stucklog]\nhangs = \"slow\"\n[json]\noutput = \""
                    + file
                    + "\"\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n",
                "mode = \"http\"\n",
                site.port());
        RawClient client = RawClient.to(port)) {
      for (int i = 0; i < 27; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("site");
      }
      await().until(() -> Files.readAllLines(file).size() == 27);

      endsInTime(porty);

      assertThat(Files.readAllLines(file)).hasSize(27);
      assertThat(porty.log())
          .containsPattern(
              "access log \"stucklog\" of \\S+/plugins/stuck is too slow: [45]\\d records lost")
          .doesNotContain("\"json\"");
    }
  }

  @Test
  void aLogThatThrowsIsSaidOnceWithItsPluginAndCountedAndItsTextForgesNothing() throws Exception {
    int admin = Ports.free();
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            start(
                "log_format = \"stucklog\"\n[stucklog]\nhangs = \"throw\"\n[admin]\nlisten = \"127.0.0.1:"
                    + admin
                    + "\"\n",
                "mode = \"http\"\n",
                site.port());
        RawClient client = RawClient.to(port)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("site");
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(porty.log())
                      .containsPattern(
                          "access log \"stucklog\" of \\S+/plugins/stuck failed .*, the last time in exchangeEnded\\(\\)")
                      .contains("stuck.StuckPlugin$1$1.exchangeEnded"));
      assertThat(porty.log())
          .contains("no disk\\x0a\\x1b[31m2026 forged")
          .doesNotContain("\n2026 forged")
          .doesNotContain("\u001b");
      await()
          .untilAsserted(
              () ->
                  assertThat(Installation.curl("http://127.0.0.1:" + admin + "/metrics").out())
                      .contains("porty_log_failures_total{log=\"stucklog\"} 5.0")
                      .contains("porty_log_records_lost_total{log=\"stucklog\"} 0.0"));
    }
  }

  @Test
  void aModeThatDoesNotCloseIsLeftBehind() {
    try (PortyProcess porty = start("log_requests = false", "mode = \"stuckmode\"\n", 1)) {
      isLeftBehind(porty);
      assertThat(porty.log()).contains("the modes");
    }
  }

  @Test
  void aListenerThatDoesNotCloseIsLeftBehind() {
    String table =
        "[[listeners]]\nname = \"own\"\nkind = \"stucklistener\"\naddress = \"127.0.0.1:"
            + port
            + "\"\n";
    try (PortyProcess porty =
        start("log_requests = false\n" + table, "listener = \"own\"\n", "mode = \"http\"\n", 1)) {
      isLeftBehind(porty);
    }
  }

  private static void isLeftBehind(PortyProcess porty) {
    int exit = endsInTime(porty);

    assertThat(exit).isEqualTo(HALTED);
    assertThat(porty.log()).contains("plugin stuck holds the thread porty-plugin-close");
  }
}
