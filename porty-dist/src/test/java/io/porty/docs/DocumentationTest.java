package io.porty.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.api.log.Phase;
import io.porty.api.plugin.ApiLevel;
import io.porty.engine.ConfigInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages say is so. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static String read(String page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }

  private static List<MatchResult> find(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }

  static Stream<String> sampleLines() throws Exception {
    return ConfigInspector.sampleConfig(Path.of("no-plugins"))
        .lines()
        .filter(line -> line.matches("# [a-z_]+ = .*"));
  }

  @ParameterizedTest
  @MethodSource("sampleLines")
  void everyKeyIsDocumentedWithItsDefault(String line) throws IOException {
    String[] parts = line.substring(2).split(" = ", 2);
    String value = parts[1].replaceAll("\\s+#.*", "").trim();
    String pages =
        read("docs/configuration.md")
            + read("docs/http.md")
            + read("docs/routing.md")
            + read("docs/logs.md");

    assertThat(pages).contains("`" + parts[0] + "`");
    List<MatchResult> rows = find("(?m)^\\| `" + parts[0] + "` \\| `?([\\d.]+)`?[ |,]", pages);
    if (value.matches("[\\d.]+")) {
      assertThat(rows).allSatisfy(row -> assertThat(row.group(1)).isEqualTo(value));
    }
  }

  @Test
  void theLifeOfARequestHasEveryPhaseInOrder() throws IOException {
    List<String> drawn =
        find("(?m) {2}([A-Z_]{3,})$", read("docs/life-of-a-request.md")).stream()
            .map(match -> match.group(1))
            .toList();

    assertThat(drawn)
        .containsExactlyElementsOf(Arrays.stream(Phase.values()).map(Phase::name).toList());
  }

  /** A promise whose test has gone or was renamed is one that nobody keeps. */
  @Test
  void everyPromiseOfTheThreatModelNamesATestThatIsThere() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*/src/test/java/.*(Test|IT)\\.java")).toList()) {
        tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    List<MatchResult> named = find("`(\\w+(?:Test|IT))(?:#(\\w+))?`", read("docs/threat-model.md"));

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(named)
        .allSatisfy(
            test -> {
              assertThat(tests).containsKey(test.group(1));
              if (test.group(2) != null) {
                assertThat(tests.get(test.group(1))).contains(" " + test.group(2) + "(");
              }
            });
  }

  @Test
  void theManifestsNameTheLevelOfTheApi() throws IOException {
    assertThat(read("pom.xml"))
        .contains("<porty.api.level>" + ApiLevel.current() + "</porty.api.level>");
    assertThat(read("docs/plugins.md")).contains("Porty-Api-Level: " + ApiLevel.current());
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
          docs.filter(path -> path.toString().endsWith(".md")),
          Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
              .map(ROOT::resolve))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (MatchResult link : find("\\]\\((?!https?:)([^)#]+)(#[^)]*)?\\)", Files.readString(page))) {
      assertThat(page.resolveSibling(link.group(1))).exists();
    }
  }
}
