package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Programs;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of {@code docs/getting-started.md} in order, in one shell, beside the archive.
 * Only port numbers differ, because those of the page may be in use.
 */
@Tag("any-jdk")
class GettingStartedIT {

  private static final Pattern PORT = Pattern.compile("\\b(9090|9091|9901|3000|3001)\\b");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

  @TempDir Path folder;
  private final Map<String, String> ports = new HashMap<>();

  @Test
  void theCommandsPrintWhatThePageSays() throws IOException {
    Programs.need("python3");
    Programs.need("curl");
    Path archive = Path.of(System.getProperty("porty.archive"));
    Files.copy(archive, folder.resolve(archive.getFileName()));
    String page =
        withFreePorts(Files.readString(Installation.home().resolve("docs/getting-started.md")));
    List<String> commands = blocks(page, "");
    assertThat(commands).hasSizeGreaterThan(7);

    Installation.Result result =
        Installation.run(folder, Map.of(), "sh", "-e", "-c", script(commands));

    String said = result.out() + result.err();
    assertThat(result.exit()).as(said).isZero();
    assertThat(said)
        .containsSubsequence(
            blocks(page, "text").stream().flatMap(String::lines).map(line -> line + "\n").toList());
    assertThat(said).contains("porty: stopped process ");
  }

  /**
   * Waits for the two servers before Porty is asked. What still runs after a failed command is
   * stopped, too.
   */
  private String script(List<String> commands) {
    List<String> lines = new ArrayList<>();
    lines.add("exec 2>&1");
    lines.add("trap 'set +e; exec > /dev/null 2>&1; kill $SITE $API; bin/porty stop' EXIT");
    lines.addAll(commands.subList(0, 2));
    for (String server : List.of("3000", "3001")) {
      lines.add(
          "curl -s --retry 30 --retry-connrefused --retry-delay 1 -o /dev/null http://127.0.0.1:"
              + freePort(server));
    }
    lines.addAll(commands.subList(2, commands.size()));
    return String.join("\n", lines);
  }

  private static List<String> blocks(String page, String language) {
    List<String> all = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(page).results().toList()) {
      if (block.group(1).equals(language)) {
        all.add(block.group(2));
      }
    }
    return all;
  }

  private String withFreePorts(String page) {
    String text = page.replace("127.0.0.1:3000-3001", "127.0.0.1:3000\", \"127.0.0.1:3001");
    return PORT.matcher(text).replaceAll(port -> freePort(port.group()));
  }

  private String freePort(String ofThePage) {
    return ports.computeIfAbsent(ofThePage, page -> Integer.toString(Ports.free()));
  }
}
