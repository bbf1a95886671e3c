package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/porty}: the operator's flags, locales, links, and the archive of classes. */
class LauncherIT {

  @TempDir Path folder;

  /** What {@code java} was called with. */
  private String called(String options, String... arguments) throws IOException {
    return calledBy("17.0.1", options, arguments);
  }

  private String calledBy(String version, String options, String... arguments) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java.getParent().resolveSibling("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(
        java,
        "#!/bin/sh\nfor a in \"$@\"; do echo \"<$a>\"; done\necho \"LC ${LC_ALL:-$LC_CTYPE}\"\n");
    java.toFile().setExecutable(true);
    String[] command =
        Stream.concat(Stream.of(Installation.launcher()), Stream.of(arguments))
            .toArray(String[]::new);
    return Installation.run(
            folder,
            Map.of(
                "PORTY_JAVA_HOME",
                folder + "/jdk",
                "PORTY_OPTS",
                options,
                "PORTY_ARCHIVE",
                "off",
                "LC_ALL",
                "C"),
            command)
        .out();
  }

  @Test
  void aCollectorOfTheOperatorStandsAlone() throws IOException {
    assertThat(called("-XX:+UseG1GC", "version"))
        .contains("<-XX:+UseG1GC>")
        .doesNotContain("UseSerialGC")
        .doesNotContain("MaxNewSize")
        .contains("<-Xmx256m>");
  }

  /** Where the kernel gives them only on request or always: else Java would print a warning. */
  @Test
  void hugePagesAreForTheOwnCollectorOfJava17() throws IOException {
    Path kernel = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    boolean given =
        Files.isReadable(kernel)
            && Files.readString(kernel).matches("(?s).*\\[(always|madvise)].*");
    String flag = "<-XX:+UseTransparentHugePages>";
    assertThat(called("", "version").contains(flag)).isEqualTo(given);
    assertThat(called("-XX:+UseG1GC", "version")).doesNotContain(flag);
    assertThat(calledBy("25.0.1", "", "version")).doesNotContain(flag);
  }

  @ParameterizedTest
  @CsvSource({
    "-Xms512m, false, false",
    "-Xmx1g, false, true",
    "-Xmx8m, false, false",
    "-XX:MaxRAMPercentage=50, false, true",
    "-XX:InitialRAMPercentage=5, false, false",
    "-XX:MaxHeapSize=1g, false, true",
    "-Dx=y, true, true"
  })
  void sizesOfTheHeapAreReplacedByFamily(String option, boolean max, boolean initial)
      throws IOException {
    String called = called(option, "version");
    assertThat(called.contains("<-Xmx256m>")).isEqualTo(max);
    assertThat(called.contains("InitialHeapSize=10m")).isEqualTo(initial);
    assertThat(called.indexOf("<" + option + ">")).isGreaterThan(called.indexOf("<-Xss256k>"));
  }

  @Test
  void quotesKeepWordsTogether() throws IOException {
    String called =
        called(
            "-Da=\"x  y\" '-Db=it is \"so\"' -Dc=x\\ y -Dd=\"\\\"\" -De='' \n -Df=$HOME*;`id`",
            "explain",
            "a b",
            "*");
    assertThat(called)
        .contains(
            "<-Da=x  y>\n<-Db=it is \"so\">\n<-Dc=x y>\n<-Dd=\">\n<-De=>\n<-Df=$HOME*;`id`>\n")
        .contains("<io.porty.cli.Main>\n<explain>\n<a b>\n<*>\n");
    Installation.Result open =
        Installation.run(
            folder, Map.of("PORTY_OPTS", "-Da='x"), Installation.launcher(), "version");
    assertThat(open.exit()).isEqualTo(2);
    assertThat(open.err()).contains("PORTY_OPTS has a quote that is not closed");
  }

  @Test
  void realJavaTakesThem() {
    Installation.Result result =
        Installation.run(
            folder,
            Map.of("PORTY_OPTS", "-XX:+UseG1GC -Xms512m -XX:MaxRAMPercentage=50 -Da='b c'"),
            Installation.launcher(),
            "version");
    assertThat(result.exit()).as(result.err()).isZero();
  }

  @Test
  void namesBeyondAsciiWorkWithoutALocale() throws IOException {
    Path home = folder.resolve("größe/日本");
    Files.createDirectories(home.getParent());
    Installation.run(folder, Map.of(), "cp", "-r", Installation.home().toString(), home.toString());
    Path config = folder.resolve("日本.toml");
    Files.writeString(
        config,
        "[[routes]]\nname = \"ä\"\nlisten = \"127.0.0.1:9001\"\ntarget = \"127.0.0.1:1\"\nlog_output = \""
            + folder
            + "/größe/ü.log\"\n");
    assertThat(called("", "version")).contains("LC C.UTF-8");
    Installation.Result result =
        Installation.run(
            folder,
            Map.of("LC_ALL", "C", "LANG", "C"),
            home.resolve("bin/porty").toString(),
            "check",
            "--config",
            config.toString());
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("日本.toml is fine");
  }

  @Test
  void linksAreFollowedWhereverTheyStand() throws IOException {
    Path far = Files.createDirectories(folder.resolve("far/away"));
    run("ln", "-s", far.toString(), folder.resolve("near").toString());
    run("ln", "-s", Installation.home().toString(), folder.resolve("far/porty").toString());
    run("ln", "-s", "../porty/bin/porty", far.resolve("p").toString());
    assertThat(run(folder.resolve("near/p").toString(), "version").out()).startsWith("porty 0.1.0");
    assertThat(run("sh", "-c", "PATH=near:$PATH; p version").out()).startsWith("porty 0.1.0");
  }

  private Installation.Result run(String... command) {
    return Installation.run(folder, Map.of(), command);
  }

  /** The working folder is a link, the configuration relative: all move to the new version. */
  @Test
  void aRestartLooksAgainWhereTheLinksLead() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two")) {
      for (Backend backend : new Backend[] {one, two}) {
        Path version = Files.createDirectories(folder.resolve(backend == one ? "v1" : "v2"));
        Files.writeString(
            version.resolve("porty.toml"),
            "log_requests = false\n[admin]\nlisten = \"127.0.0.1:"
                + admin
                + "\"\n[[routes]]\nname = \"a\"\nmode = \"http\"\nlisten = \"127.0.0.1:"
                + port
                + "\"\ntarget = \"127.0.0.1:"
                + backend.port()
                + "\"\n");
      }
      Path current = folder.resolve("current");
      run("ln", "-sfn", "v1", current.toString());
      Process porty =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "cd '"
                      + current
                      + "' && exec '"
                      + Installation.launcher()
                      + "' start -c porty.toml --pid-file=p.pid")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out.log").toFile())
              .start();
      try {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> Files.exists(folder.resolve("v1/p.pid")));
        assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out()).isEqualTo("one");
        run("ln", "-sfn", "v2", current.toString());
        assertThat(run("kill", "-HUP", "" + porty.pid()).exit()).isZero();
        await()
            .untilAsserted(
                () ->
                    assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out())
                        .as(Files.readString(folder.resolve("out.log")))
                        .isEqualTo("two"));
        Files.writeString(
            folder.resolve("v2/porty.toml"),
            Files.readString(folder.resolve("v2/porty.toml"))
                .replace("" + two.port(), "" + one.port()));
        Installation.Result restart =
            Installation.porty("restart", "-c", current.resolve("porty.toml").toString());
        assertThat(restart.exit()).as(restart.err()).isZero();
        await()
            .untilAsserted(
                () ->
                    assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out())
                        .isEqualTo("one"));
        assertThat(folder.resolve("v2/p.pid")).exists();
      } finally {
        porty.destroy();
        Installation.porty("stop", "--pid-file", folder.resolve("v2/p.pid").toString());
      }
    }
  }

  @Test
  void anArchiveThatOthersMayWriteIsNotCode() throws Exception {
    Path home = folder.resolve("porty");
    run("cp", "-r", Installation.home().toString(), home.toString());
    run("rm", "-rf", home.resolve("cache").toString());
    Path cache = Files.createDirectories(home.resolve("cache"));
    Files.createDirectories(cache.resolve("old.classes.4711.home"));

    Installation.Result made = run(home.resolve("bin/porty").toString(), "archive");

    assertThat(made.exit()).as(made.err()).isZero();
    Path archive = Path.of(made.out().replaceFirst("porty: (.*), \\d+ MB\\s*", "$1"));
    assertThat(archive).exists();
    assertThat(command(home)).contains(archive.toString());
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(command(home)).doesNotContain(archive.toString());
    Installation.Result refused = run(home.resolve("bin/porty").toString(), "archive");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("others may write there");
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));
    archive.toFile().setWritable(true);
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(command(home)).doesNotContain(archive.toString());
  }

  @Test
  void whatAKilledHelperLeftIsCleared() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Path left = Files.createDirectories(cache.resolve("x.classes.4711.home/plugins"));
    Path lock = Files.createDirectories(cache.resolve("x.classes.lock"));
    run("touch", "-d", "20 minutes ago", left.getParent().toString(), lock.toString());
    Path java = Files.writeString(folder.resolve("java"), "#!/bin/sh\nexit 1\n");
    java.toFile().setExecutable(true);

    Installation.run(
        folder,
        Map.of("PORTY_ARCHIVE_NOW", "1"),
        Installation.home().resolve("bin/porty-archive").toString(),
        java.toString(),
        "17",
        cache.resolve("x.classes").toString(),
        Installation.home().toString());

    assertThat(cache.toFile().list()).isEmpty();
  }

  private String command(Path home) throws Exception {
    Path config = folder.resolve("a.toml");
    Files.writeString(
        config,
        "listen_addr = \"127.0.0.1\"\nlisten_port = " + Ports.free() + "\ntarget_port = 1\n");
    try (PortyProcess porty = PortyProcess.startAt(home, Files.readString(config))) {
      return Files.readString(
          Path.of("/proc/" + porty.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
    }
  }
}
