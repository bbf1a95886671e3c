package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NoticeIT {

  private static List<String> libraries() throws Exception {
    try (Stream<Path> files = Files.walk(Installation.home().resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.startsWith("porty-"))
          .map(name -> name.replaceFirst("-[0-9].*$", ""))
          .map(
              name ->
                  name.replaceFirst(
                      "^(netty|prometheus-metrics|logback|slf4j|jakarta\\.inject).*$", "$1"))
          .distinct()
          .toList();
    }
  }

  @Test
  void namesEveryLibraryOfTheArchive() throws Exception {
    String notice =
        Files.readString(Installation.home().resolve("NOTICE")).toLowerCase(Locale.ROOT);
    assertThat(libraries()).hasSizeGreaterThan(10);
    assertThat(libraries())
        .allSatisfy(name -> assertThat(notice).contains(name.toLowerCase(Locale.ROOT)));
  }
}
