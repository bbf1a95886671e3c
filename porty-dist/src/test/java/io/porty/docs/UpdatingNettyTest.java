package io.porty.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/updating-netty.md names tests and classes that exist. */
class UpdatingNettyTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/updating-netty.md"));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(p -> p.toString().endsWith(".java"))
          .filter(p -> !p.toString().contains("/target/"))
          .toList();
    }
  }

  static Stream<String> tests() throws IOException {
    return Pattern.compile("`(\\w+Test#\\w+)`").matcher(page()).results().map(m -> m.group(1));
  }

  @ParameterizedTest
  @MethodSource("tests")
  void namesTestsThatExist(String test) throws IOException {
    String[] parts = test.split("#");
    Path file =
        sources().stream()
            .filter(p -> p.getFileName().toString().equals(parts[0] + ".java"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no class " + parts[0]));
    assertThat(Files.readString(file)).contains("void " + parts[1] + "(");
  }

  @Test
  void everyWorkaroundHasATest() throws IOException {
    List<String> rows =
        page()
            .lines()
            .dropWhile(line -> !line.startsWith("| Netty"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(4);
    assertThat(rows)
        .allSatisfy(
            row -> assertThat(Pattern.compile("`\\w+Test#\\w+`").matcher(row).find()).isTrue());
  }

  @Test
  void isAboutTheVersionOfTheBuild() throws IOException {
    MatchResult version =
        Pattern.compile("<version.netty>([^<]+)\\.Final<")
            .matcher(Files.readString(ROOT.resolve("pom.xml")))
            .results()
            .findFirst()
            .orElseThrow();
    assertThat(page()).contains("| Netty " + version.group(1) + " |");
  }
}
