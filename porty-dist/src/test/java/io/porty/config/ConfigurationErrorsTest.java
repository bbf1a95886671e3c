package io.porty.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code src/test/config/*.case} is a configuration, a line of dashes, and exactly what the
 * user reads. Run with {@code -Dgolden.write=true} to write the second half anew, then read the
 * difference.
 */
class ConfigurationErrorsTest {

  private static final Path CASES = Path.of("src/test/config");
  private static final String DASHES = "-----\n";

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(f -> f.toString().endsWith(".case")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysExactlyThis(Path file, @TempDir Path folder) throws IOException {
    String all = Files.readString(file);
    int cut = all.indexOf(DASHES);
    String toml = cut < 0 ? all : all.substring(0, cut);
    Path config = folder.resolve("porty.toml");
    Files.writeString(config, toml);

    String said = check(config).replace(folder + "/", "");

    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, toml + DASHES + said);
    }
    assertThat(said).isEqualTo(cut < 0 ? "" : all.substring(cut + DASHES.length()));
  }

  private static String check(Path config) {
    try {
      return "fine\n"
          + String.join(
              "\n",
              ConfigInspector.check(
                  new PortyOptions(Optional.of(config), Path.of("no-plugins"), Map.of())));
    } catch (StartException e) {
      return "exit " + e.exitCode() + "\n" + e.getMessage() + "\n";
    }
  }
}
