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
    try (Stream<Path> lib = Files.walk(Installation.home().resolve("lib"));
        Stream<Path> plugins = Files.walk(Installation.home().resolve("plugins"))) {
      return Stream.concat(lib, plugins)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar") && !name.startsWith("porty-"))
          .map(name -> name.replaceFirst("-[0-9].*$", ""))
          .map(
              name ->
                  name.replaceFirst(
                      "^(netty|prometheus-metrics|logback|slf4j|jakarta\\.inject).*$", "$1"))
          .map(name -> name.replaceFirst("^bc(pkix|prov|util)-.*$", "bouncy castle"))
          .map(name -> name.replaceFirst("^acme4j-.*$", "acme4j"))
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
