package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes: made by the first start, used by the next, harmless when it is stale. */
class ArchiveIT {

  @TempDir Path folder;

  private Path installation(String name) {
    Path home = folder.resolve(name);
    Installation.Result copied =
        Installation.run(
            folder,
            java.util.Map.of(),
            "cp",
            "-r",
            Installation.home().toString(),
            home.toString());
    assertThat(copied.exit()).as(copied.err()).isZero();
    deleteCache(home);
    return home;
  }

  private static void deleteCache(Path home) {
    Path cache = home.resolve("cache");
    if (Files.exists(cache)) {
      try (Stream<Path> files = Files.walk(cache)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private static String configuration() {
    return "listen_addr = \"127.0.0.1\"\nlisten_port = " + Ports.free() + "\ntarget_port = 1\n";
  }

  private static Optional<Path> archive(Path home) {
    Path cache = home.resolve("cache");
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .filter(f -> f.toString().endsWith(".classes"))
          .filter(f -> Files.exists(Path.of(f + ".from")))
          .findFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path awaitArchive(Path home) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> archive(home), Optional::isPresent)
        .orElseThrow();
  }

  private static boolean uses(PortyProcess porty, Path archive) throws IOException {
    String command =
        Files.readString(Path.of("/proc/" + porty.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
    return command.contains(archive.toString())
        && Files.readString(Path.of("/proc/" + porty.pid() + "/maps")).contains(archive.toString());
  }

  @Test
  void theFirstStartMakesItAndTheNextOneUsesIt() throws Exception {
    Path home = installation("porty");
    Path archive;
    try (PortyProcess first = PortyProcess.startAt(home, configuration())) {
      archive = awaitArchive(home);
    }
    try (PortyProcess second = PortyProcess.startAt(home, configuration())) {
      assertThat(uses(second, archive)).isTrue();
    }

    Path moved = Files.move(home, folder.resolve("elsewhere"));
    try (PortyProcess third = PortyProcess.startAt(moved, configuration())) {
      Path stale = moved.resolve("cache").resolve(archive.getFileName());
      assertThat(uses(third, stale)).as("made for another folder").isFalse();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(Path.of(stale + ".from")).trim().equals(moved.toString()));
    }
  }

  @Test
  void isIgnoredWhenItIsBroken() throws Exception {
    Path home = installation("porty");
    Path archive;
    try (PortyProcess first = PortyProcess.startAt(home, configuration())) {
      archive = awaitArchive(home);
    }
    archive.toFile().setWritable(true);
    Files.writeString(archive, "no archive at all");

    try (PortyProcess second = PortyProcess.startAt(home, configuration())) {
      assertThat(second.log()).doesNotContain("rror").doesNotContain("arning");
    }
  }

  @Test
  void isNeitherMadeNorUsedWhenItIsOff() throws Exception {
    Path home = installation("porty");
    Path launcher = home.resolve("bin/porty");
    Files.writeString(
        launcher,
        Files.readString(launcher).replace("#!/bin/sh\n", "#!/bin/sh\nPORTY_ARCHIVE=off\n"));

    try (PortyProcess porty = PortyProcess.startAt(home, configuration())) {
      assertThat(
              Files.readString(
                  Path.of("/proc/" + porty.pid() + "/cmdline"), StandardCharsets.ISO_8859_1))
          .doesNotContain(".classes");
    }
    assertThat(home.resolve("cache")).doesNotExist();
  }

  @Test
  void isMadeByAPortyThatIsNeitherTheServiceNorASuccessor() throws Exception {
    Path home = installation("porty");
    Path seen = folder.resolve("environment");
    Path java = folder.resolve("java");
    Files.writeString(java, "#!/bin/sh\nenv > " + seen + "\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    List<String> foreign =
        List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "LISTEN_FDS", "LISTEN_PID", "PORTY_HANDOVER");

    Installation.Result made =
        Installation.run(
            folder,
            foreign.stream().collect(Collectors.toMap(name -> name, name -> "/tmp/x")),
            home.resolve("bin/porty-archive").toString(),
            java.toString(),
            "17",
            home.resolve("cache/x.classes").toString(),
            home.toString());

    assertThat(made.exit()).isEqualTo(1);
    assertThat(Files.readString(seen)).contains("PATH=").doesNotContain(foreign);
    assertThat(home.resolve("cache").toFile().list()).as("what is left behind").isEmpty();
  }
}
