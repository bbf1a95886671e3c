package io.porty.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the plugin API promises of itself: since when, and that nothing stays unstable by neglect.
 */
class ApiPromisesTest {

  static Stream<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("..", "porty-api", "src", "main", "java"))) {
      return files
          .filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void everyPublicTypeIsDocumentedWithItsVersion(Path source) throws IOException {
    String text = Files.readString(source);
    if (Pattern.compile("(?m)^public ").matcher(text).find()) {
      assertThat(text)
          .containsPattern("(?s)/\\*\\*.*@since \\d+\\.\\d+.*\\*/\\s*(@.*\\s+)*public ");
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void nothingIsUnstableAfterItsDate(Path source) throws IOException {
    for (MatchResult mark :
        Pattern.compile("@Unstable\\(until = \"([^\"]+)\"\\)")
            .matcher(Files.readString(source))
            .results()
            .toList()) {
      assertThat(LocalDate.parse(mark.group(1))).as(mark.group()).isAfter(LocalDate.now());
    }
  }
}
