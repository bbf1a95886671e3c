package io.porty.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command and the arguments that start the same Porty again. */
class RelaunchTest {

  @AfterEach
  void clearLauncher() {
    System.clearProperty("porty.launcher");
  }

  @Test
  void usesTheLauncherIfThereWasOne() {
    System.setProperty("porty.launcher", "/opt/porty/bin/porty");
    assertThat(Relaunch.command()).containsExactly("/opt/porty/bin/porty");
  }

  @Test
  void usesTheSameJavaClassPathAndMainClassWithoutALauncher() {
    List<String> command = Relaunch.command();
    assertThat(command.get(0)).startsWith(System.getProperty("java.home"));
    assertThat(command).endsWith(System.getProperty("java.class.path"), "io.porty.cli.Main");
    assertThat(command.get(command.size() - 3)).isEqualTo("-cp");
  }

  @Test
  void repeatsTheOptionsWithAnAbsolutePathButNeitherPidFileNorDaemon() {
    StartOptions options =
        parse("-c", "a.toml", "--listen-port", "81", "-v", "-d", "--pid-file", "p.pid");
    assertThat(options.relaunchArguments())
        .containsExactly(
            "start",
            "--config=" + Path.of("a.toml").toAbsolutePath(),
            "--listen-port=81",
            "--verbose");
  }

  @Test
  void tlsStaysAnOptionAndHasAPortOfItsOwn() {
    assertThat(parse("--tls", "--target-port=3000").relaunchArguments())
        .containsExactly("start", "--listen-port=8443", "--target-port=3000", "--tls");
    assertThat(parse("--tls", "--listen-port=81").relaunchArguments())
        .containsExactly("start", "--listen-port=81", "--tls");
  }

  @Test
  void searchesForTheDefaultConfigurationAgainIfNoneWasGiven() {
    assertThat(parse().relaunchArguments()).containsExactly("start");
  }

  private static StartOptions parse(String... arguments) {
    StartOptions options = new StartOptions();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
    return options;
  }
}
