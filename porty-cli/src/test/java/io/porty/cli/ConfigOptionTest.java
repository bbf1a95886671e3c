package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which configuration file a command reads. */
class ConfigOptionTest {

  @TempDir Path home;

  @AfterEach
  void clearHome() {
    System.clearProperty("porty.home");
  }

  @Test
  void theGivenFileIsUsedEvenIfItDoesNotExist() {
    assertThat(parse("--config", "missing.toml").file()).contains(Path.of("missing.toml"));
    assertThat(parse("-c", "missing.toml").engineOptions().config())
        .contains(Path.of("missing.toml"));
  }

  @Test
  void theInstallationsFileIsTheDefault() throws IOException {
    System.setProperty("porty.home", home.toString());
    assertThat(parse().file()).isEmpty();
    Path file = Files.createDirectories(home.resolve("conf")).resolve("porty.toml");
    Files.writeString(file, "");
    assertThat(parse().file()).contains(file);
  }

  @Test
  void pluginsAreThoseOfTheInstallation() {
    System.setProperty("porty.home", home.toString());
    assertThat(parse().engineOptions().plugins()).isEqualTo(home.resolve("plugins"));
  }

  private static ConfigOption parse(String... arguments) {
    ConfigOption option = new ConfigOption();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(option)).parseArgs(arguments);
    return option;
  }
}
