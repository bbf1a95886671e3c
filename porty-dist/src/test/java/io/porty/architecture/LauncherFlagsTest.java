package io.porty.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher's flags name every module whose code runs for each request or connection. */
class LauncherFlagsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Modules that no request passes: their code is compiled as late as what runs once. */
  private static final Set<String> OFF_THE_DATA_PATH =
      Set.of(
          "porty-acme",
          "porty-admin",
          "porty-cli",
          "porty-dist",
          "porty-load",
          "porty-testkit",
          "porty-wire",
          "bench");

  private static List<String> matches(String regex, String file) throws IOException {
    return Pattern.compile(regex)
        .matcher(Files.readString(ROOT.resolve(file)))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  @Test
  void everyModuleOnTheDataPathIsCompiledEarly() throws IOException {
    String loop =
        matches("for path in (.*); do", "porty-dist/src/main/dist/bin/porty").stream()
            .findFirst()
            .orElseThrow();
    List<String> early =
        Stream.of(loop.split(" ")).map(word -> word.replaceAll("[*']", "")).toList();

    List<String> modules =
        matches("<module>([^<]+)</module>", "pom.xml").stream()
            .filter(module -> !OFF_THE_DATA_PATH.contains(module))
            .toList();

    assertThat(modules).contains("porty-api", "porty-net", "porty-engine");
    assertThat(modules)
        .allSatisfy(
            module ->
                assertThat(early)
                    .as("prefixes of packages in bin/porty")
                    .anyMatch(prefix -> packageOf(module).startsWith(prefix)));
  }

  /** {@code porty-mode-http} holds {@code io.porty.mode.http}. */
  private static String packageOf(String module) {
    return "io." + module.replace('-', '.');
  }
}
