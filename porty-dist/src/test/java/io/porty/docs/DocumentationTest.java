package io.porty.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.porty.api.FailureCode;
import io.porty.api.log.Phase;
import io.porty.api.plugin.ApiLevel;
import io.porty.engine.ConfigInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
            + read("docs/tls.md")
            + read("docs/routing.md")
            + read("docs/logs.md")
            + read("docs/tls.md");

    assertThat(pages).contains("`" + parts[0] + "`");
    List<MatchResult> rows = find("(?m)^\\| `" + parts[0] + "` \\| `?([\\d.]+)`?[ |,]", pages);
    if (value.matches("[\\d.]+")) {
      assertThat(rows).allSatisfy(row -> assertThat(row.group(1)).isEqualTo(value));
    }
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyErrorWordIsInTheTableWithItsStatus(FailureCode code) throws IOException {
    assertThat(read("docs/http.md").lines())
        .anyMatch(
            line ->
                line.startsWith("| ")
                    && line.contains("`" + code.code() + "`")
                    && line.split("\\|")[1].contains(Integer.toString(code.status())));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      mode = EXCLUDE,
      names = {"LOOP", "DRAINING"})
  void anErrorWordIsWrittenInOnePlaceOnly(FailureCode code) throws IOException {
    List<Path> others = new ArrayList<>();
    for (String module :
        List.of("porty-api", "porty-engine", "porty-mode-http", "porty-mode-tcp", "porty-cli")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("\"" + code.code() + "\"")) {
            others.add(file.getFileName());
          }
        }
      }
    }
    assertThat(others).containsExactly(Path.of("FailureCode.java"));
  }

  /** A flag of the JVM, with its value where that is fixed. */
  private static final Pattern FLAG =
      Pattern.compile(
          "(?<=[\\s\"=])(-XX:[+-]?\\w+(?:=\\w+(?=[\\s\"]))?|-Xlog:\\w+=\\w+|-X(?:mx|ss)|-D[\\w.]+(?:=[\\w-]+(?=[\\s\"]))?|--[a-z]+-[a-z-]+(?:=[\\w-]+)?)");

  static Stream<String> flagsOfTheLauncher() throws IOException {
    return read("porty-dist/src/main/dist/bin/porty")
        .lines()
        .filter(line -> !line.matches("\\s*#.*|.*(;;|\\*\\)|size#).*|archive_flags=.*"))
        .flatMap(line -> FLAG.matcher(line).results().map(flag -> flag.group(1)))
        .distinct();
  }

  @Test
  void theFlagsOfTheLauncherAreFound() throws IOException {
    assertThat(flagsOfTheLauncher().toList())
        .hasSizeGreaterThan(40)
        .contains("-XX:+UseSerialGC", "-Xmx", "-XX:NewSize=2m", "-Dfile.encoding=UTF-8");
  }

  @ParameterizedTest
  @MethodSource("flagsOfTheLauncher")
  void everyFlagOfTheLauncherIsInTheTable(String flag) throws IOException {
    assertThat(flagTable()).contains(flag);
  }

  private static String flagTable() throws IOException {
    String page = read("docs/performance.md");
    int from = page.indexOf("## The JVM's flags");
    String table = page.substring(from, page.indexOf("**The class archive.**", from));
    return table.lines().filter(line -> line.startsWith("| ")).collect(Collectors.joining("\n"));
  }

  @Test
  void theTableHasNoFlagThatTheLauncherDoesNotGive() throws IOException {
    List<String> names =
        flagsOfTheLauncher().map(flag -> flag.replaceAll("=.*", "")).distinct().toList();
    List<String> inTable =
        find("`[^`]*`", flagTable().replaceAll("(?m)(^\\| [^|]*\\|).*", "$1")).stream()
            .flatMap(code -> FLAG.matcher(code.group().replace('`', ' ')).results())
            .map(flag -> flag.group(1).replaceAll("=.*", ""))
            .distinct()
            .toList();
    assertThat(inTable).hasSizeGreaterThan(40).isSubsetOf(names);
  }

  @Test
  void nothingTurnsOffWhatKeepsMemoryApart() throws IOException {
    for (String launcher : List.of("porty", "porty.bat", "porty-archive")) {
      assertThat(read("porty-dist/src/main/dist/bin/" + launcher))
          .doesNotContain("checkBounds", "checkAccessible", "ArchiveRelocationMode");
    }
  }

  @Test
  void theLifeOfARequestHasEveryPhaseInOrder() throws IOException {
    List<String> drawn =
        find("class=\"phase\"[^>]*>([A-Z_]+)<", read("docs/life-of-a-request.svg")).stream()
            .map(match -> match.group(1))
            .toList();

    assertThat(drawn)
        .containsExactlyElementsOf(Arrays.stream(Phase.values()).map(Phase::name).toList());
  }

  @Test
  void theLifeOfARequestNamesEightFilesThatAreThere() throws IOException {
    String page = read("docs/life-of-a-request.md");
    String list = page.substring(page.indexOf("## Open these"), page.indexOf("## Beside the way"));
    List<MatchResult> steps = find("(?m)^(\\d)\\. `(\\w+)` \\(`([a-z0-9.]+)`\\)", list);
    List<String> names = steps.stream().map(step -> step.group(2)).toList();

    assertThat(steps.stream().map(step -> step.group(1)).toList())
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
    assertThat(find("(?m)^\\d+\\. ", list)).as("nothing else is to be opened").hasSize(8);
    for (MatchResult step : steps) {
      List<Path> files = sources(step.group(2));
      assertThat(files).as(step.group(2)).hasSize(1);
      assertThat(Files.readString(files.get(0)))
          .contains("package " + step.group(3) + ";", "class " + step.group(2));
    }
    assertThat(
            find("</tspan> (\\w+)</text>", read("docs/life-of-a-request.svg")).stream()
                .map(name -> name.group(1))
                .toList())
        .as("the picture has the same, in the same order")
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private static List<Path> sources(String name) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(
              f -> f.toString().matches(".*/porty-[a-z-]+/src/main/java/.*/" + name + "\\.java"))
          .toList();
    }
  }

  static Stream<String> filesBesideTheWay() throws IOException {
    return find("`([A-Z]\\w+)(?:\\.(\\w+))?`", read("docs/life-of-a-request.md")).stream()
        .map(MatchResult::group)
        .distinct();
  }

  /** A class, or a method of one, that the page names is in the code. */
  @ParameterizedTest
  @MethodSource("filesBesideTheWay")
  void whatTheLifeOfARequestNamesIsInTheCode(String name) throws IOException {
    String[] parts = name.replace("`", "").split("\\.");
    List<Path> found = sources(parts[0]);
    assertThat(found).as(name).isNotEmpty();
    if (parts.length > 1) {
      assertThat(Files.readString(found.get(0))).containsPattern("\\b" + parts[1] + "\\(");
    }
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
