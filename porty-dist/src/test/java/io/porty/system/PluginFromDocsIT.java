package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/plugins.md} tells an author to type, typed in a copy of the unpacked archive.
 */
class PluginFromDocsIT {

  @TempDir static Path folder;
  private static Path home;
  private static List<String> java;
  private static List<String> commands;
  private static List<String> toml;

  @BeforeAll
  static void copyTheInstallation() throws IOException {
    home = folder.resolve("porty");
    Installation.run(folder, Map.of(), "cp", "-r", Installation.home().toString(), home.toString());
    String text = Files.readString(home.resolve("docs/plugins.md"));
    java = blocks(text, "java");
    commands = blocks(text, "");
    toml = blocks(text, "toml");
  }

  private static List<String> blocks(String text, String language) {
    List<String> all = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$").matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        all.add(matcher.group(2));
      }
    }
    return all;
  }

  @Test
  void theFirstPluginOfTheDocsRoutes() throws IOException {
    Files.writeString(home.resolve("BetaPlugin.java"), java.get(0));
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");

    Installation.Result built =
        Installation.run(home, Map.of("PATH", path), "sh", "-e", "-c", commands.get(0));

    assertThat(built.exit()).as(built.err()).isZero();
    assertThat(built.out()).contains("router \"beta\"");
    try (Backend site = Backend.ok("site")) {
      int port = Ports.free();
      String settings =
          toml.get(0)
              .replace("9090", Integer.toString(port))
              .replace("3000", Integer.toString(site.port()));
      try (PortyProcess porty = PortyProcess.startAt(home, settings)) {
        assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out()).isEqualTo("site");
        assertThat(Installation.curl("http://127.0.0.1:" + port + "/beta/x").out())
            .as("nothing listens on the port of the example")
            .startsWith("502 ");
      }
    }
  }

  @Test
  void theTrafficLogOfTheDocsWrites() throws Exception {
    String source =
        java.stream().filter(block -> block.contains("class CsvPlugin")).findFirst().orElseThrow();
    PluginJar.build(home, "csv", "com.example.CsvPlugin", List.of(), "CsvPlugin.java", source);
    int port = Ports.free();
    Path log = folder.resolve("traffic.csv");
    try (Backend site = Backend.ok("site");
        PortyProcess porty =
            PortyProcess.startAt(
                home,
                """
                log_format = ["csv", "plain"]
                [csv]
                output = "%s"
                [[routes]]
                name = "site"
                listen = "127.0.0.1:%d"
                mode = "http"
                target = "127.0.0.1:%d"
                """
                    .formatted(log, port, site.port()))) {
      Installation.curl("-A", "me,myself", "http://127.0.0.1:" + port + "/x");
      await()
          .untilAsserted(
              () -> assertThat(log).content().matches("\\d+,site,GET,200,\\d+,me myself\n"));
      assertThat(porty.log()).contains("REQUEST route=site");
    }
  }
}
