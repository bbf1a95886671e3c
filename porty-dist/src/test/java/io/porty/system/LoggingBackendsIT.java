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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another logging backend, by the commands of {@code docs/logs.md}, with its real jars. */
class LoggingBackendsIT {

  @TempDir Path folder;
  private Path home = Path.of(".");

  @BeforeEach
  void copyTheInstallation() {
    home = folder.resolve("porty");
    Installation.run(folder, Map.of(), "cp", "-r", Installation.home().toString(), home.toString());
  }

  /** The lines of the page's blocks that replace {@code lib/logging}, in order. */
  private static List<String> commands() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("(?ms)^```\n(rm lib/logging.*?)^```$")
            .matcher(Files.readString(Path.of("..", "docs", "logs.md")));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static String route(int port, int target) {
    return "log_output = \"slf4j\"\n[[routes]]\nname = \"site\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
        + target
        + "\"\n";
  }

  @ParameterizedTest
  @CsvSource({"0, log4j", "1, jul"})
  void takesOverByTwoCommandsAndGetsTheTraffic(int block, String backend) throws Exception {
    assertThat(commands()).hasSize(2);
    Path jars = Path.of("target/log-backends", backend).toAbsolutePath();
    String[] lines = commands().get(block).strip().split("\n");
    assertThat(lines).as("two commands").hasSize(2);
    String script =
        String.join("\n", lines)
            .replaceAll(
                "cp (.*) lib", "(cd " + jars + " && cp $1 " + home + "/lib/logging/) && : lib");
    assertThat(Installation.run(home, Map.of(), "sh", "-e", "-c", script).err()).isEmpty();
    int port = Ports.free();
    try (Backend site = Backend.ok("site");
        PortyProcess porty = PortyProcess.startInPassing(home, route(port, site.port()))) {
      assertThat(Installation.curl("http://127.0.0.1:" + port + "/via-" + backend).out())
          .isEqualTo("site");
      await().until(() -> porty.log().contains("GET /via-" + backend));
      assertThat(porty.log()).doesNotContain("SLF4J", "StatusLogger");
      if (backend.equals("jul")) {
        assertThat(porty.log()).contains(" INFO: porty.traffic: ");
      }
    }
  }

  /** What a plugin says at INFO, and Porty at WARN, appears with each of them as with Logback. */
  @ParameterizedTest
  @CsvSource({"logback", "log4j", "jul"})
  void showsWhatPluginsSayAtInfo(String backend) throws Exception {
    if (!backend.equals("logback")) {
      Path jars = Path.of("target/log-backends", backend).toAbsolutePath();
      Installation.run(
          home, Map.of(), "sh", "-ec", "rm lib/logging/*.jar; cp " + jars + "/*.jar lib/logging/");
    }
    PluginJar.build(
        home,
        "life",
        "life.LifePlugin",
        List.of(),
        "LifePlugin.java",
        Files.readString(Path.of("src/test/resources/plugins/LifePlugin.java")));
    String toml =
        "log_requests = false\n[[routes]]\nname = \"l\"\nlisten = \"127.0.0.1:"
            + Ports.free()
            + "\"\nrouters = [\"life\", \"fixed\"]\ntarget = \"127.0.0.1:1\"\n[routes.life]\ntrouble = \"close\"\n";
    PortyProcess porty = PortyProcess.startInPassing(home, toml);
    await().until(() -> porty.log().contains("life: start with plugin:life"));
    porty.terminate();
    assertThat(porty.log())
        .containsPattern("INFO.*life.*life: start with")
        .containsPattern(backend.equals("jul") ? "" : "WARN.*failed to close")
        .contains(backend.equals("jul") ? "" : "java.lang.IllegalStateException: cannot close");
  }

  /** The lines of the page's XML blocks, in order: Logback's, Log4j's. */
  @ParameterizedTest
  @CsvSource({"0, logback, encoder", "1, log4j, PatternLayout"})
  void writesJsonAsThePageSays(int block, String backend, String replaced) throws Exception {
    List<String> blocks = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("(?ms)^```xml\n(.*?)^```$")
            .matcher(Files.readString(Path.of("..", "docs", "logs.md")));
    while (matcher.find()) {
      blocks.add(matcher.group(1).strip());
    }
    assertThat(blocks).hasSize(2);
    if (backend.equals("log4j")) {
      Path jars = Path.of("target/log-backends").toAbsolutePath();
      Installation.run(
          home,
          Map.of(),
          "sh",
          "-ec",
          "rm lib/logging/*.jar; cp "
              + jars
              + "/log4j/*.jar "
              + jars
              + "/log4j-json/*.jar lib/logging/");
    }
    Path config =
        home.resolve("conf").resolve(backend.equals("log4j") ? "log4j2.xml" : "logback.xml");
    String text = Files.readString(config);
    int at = text.indexOf("DIAGNOSTICS");
    String rest = text.substring(at);
    String pattern =
        replaced.equals("encoder") ? "(?s)<encoder>.*?</encoder>" : "<PatternLayout[^>]*/>";
    Files.writeString(
        config,
        text.substring(0, at)
            + rest.replaceFirst(pattern, Matcher.quoteReplacement(blocks.get(block))));
    PluginJar.build(
        home,
        "life",
        "life.LifePlugin",
        List.of(),
        "LifePlugin.java",
        Files.readString(Path.of("src/test/resources/plugins/LifePlugin.java")));
    PortyProcess porty =
        PortyProcess.startInPassing(
            home,
            "log_requests = false\n[[routes]]\nname = \"l\"\nlisten = \"127.0.0.1:"
                + Ports.free()
                + "\"\nrouters = [\"life\", \"fixed\"]\ntarget = \"127.0.0.1:1\"\n");
    await().until(() -> porty.log().contains("life: start with"));
    porty.terminate();
    List<String> lines = porty.log().lines().filter(line -> line.contains("life: ")).toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      assertThat(com.google.gson.JsonParser.parseString(line).isJsonObject()).as(line).isTrue();
    }
  }

  @Test
  void takesItsOwnConfiguration() throws Exception {
    Path jars = Path.of("target/log-backends/log4j").toAbsolutePath();
    Installation.run(
        home, Map.of(), "sh", "-ec", "rm lib/logging/*.jar; cp " + jars + "/*.jar lib/logging/");
    Path config =
        Files.writeString(
            folder.resolve("log4j2.xml"),
            """
            <Configuration><Appenders><Console name="out"><PatternLayout pattern="LOG4J %level %logger %msg%n"/></Console></Appenders>
            <Loggers><Root level="info"><AppenderRef ref="out"/></Root></Loggers></Configuration>
            """);
    Path toml = folder.resolve("porty.toml");
    int port = Ports.free();
    try (Backend site = Backend.ok("site")) {
      Files.writeString(toml, route(port, site.port()));
      Path log = folder.resolve("out.log");
      ProcessBuilder builder =
          new ProcessBuilder(home + "/bin/porty", "start", "-c", toml.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("PORTY_OPTS", "-Dlog4j2.configurationFile=" + config);
      // The archive of classes would be made beside the test, in the folder that it deletes.
      builder.environment().put("PORTY_ARCHIVE", "off");
      Process porty = builder.start();
      try {
        await().until(() -> ExamplesIT.listens(port));
        Installation.curl("http://127.0.0.1:" + port + "/own");
        await()
            .until(
                () ->
                    Files.readString(log).contains("LOG4J INFO porty.traffic")
                        && Files.readString(log).contains("GET /own"));
      } finally {
        porty.destroy();
        porty.waitFor();
      }
    }
  }
}
