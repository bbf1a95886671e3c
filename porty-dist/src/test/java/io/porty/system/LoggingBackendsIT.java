package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Ports;
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
        PortyProcess porty = PortyProcess.startAt(home, route(port, site.port()))) {
      assertThat(Installation.curl("http://127.0.0.1:" + port + "/via-" + backend).out())
          .isEqualTo("site");
      if (backend.equals("jul")) {
        await().until(() -> porty.log().contains("GET /via-jul"));
        assertThat(porty.log()).contains("INFO: ");
      } else {
        // Its default configuration shows errors alone.
        assertThat(porty.log()).doesNotContain("SLF4J").doesNotContain("GET /via");
      }
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
