package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HUP and {@code reload_on_change = true}, from outside. */
class ReloadIT {

  @TempDir Path folder;

  private static String config(int port, int target, String more) {
    return "log_requests = false\nmax_connections = 1000\n"
        + more
        + "\n[[routes]]\nname = \"site\"\nlisten = \"127.0.0.1:"
        + port
        + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
        + target
        + "\"\n";
  }

  private static void hup(Process porty) {
    Installation.run(Path.of("."), Map.of(), "kill", "-HUP", "" + porty.pid());
  }

  /** As from a shell: a suite that runs under nohup hands its ignored HUP on. */
  private Process start(Path config, Path log) throws IOException {
    return new ProcessBuilder(
            "env",
            "--default-signal=HUP",
            Installation.launcher(),
            "start",
            "-c",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static long count(String text, String word) {
    return text.split(word, -1).length - 1;
  }

  private static int entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return (int) all.count();
    }
  }

  /** The other descriptors are jars and event loops, and the spare ones. */
  private static long sockets(Path process) throws IOException {
    try (Stream<Path> all = Files.list(process.resolve("fd"))) {
      return all.filter(ReloadIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  void hupServesByTheFileAsItIsNowOrSaysWhyNot() throws Exception {
    int port = Ports.free();
    Path config = folder.resolve("porty.toml");
    Path log = folder.resolve("out.log");
    String url = "http://127.0.0.1:" + port + "/";
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two")) {
      Files.writeString(config, config(port, one.port(), ""));
      Process porty = start(config, log);
      try {
        await().until(() -> Installation.curl(url).out().equals("one"));
        Files.writeString(config, config(port, two.port(), "colour = 1"));
        hup(porty);
        await()
            .until(
                () ->
                    Files.readString(log)
                        .contains("reload failed, the running configuration stays active"));
        assertThat(Files.readString(log)).contains("porty.toml:3:1: colour is not a known key");
        assertThat(Installation.curl(url).out()).isEqualTo("one");
        Files.writeString(config, config(port, two.port(), ""));
        hup(porty);
        await().until(() -> Installation.curl(url).out().equals("two"));
        await()
            .untilAsserted(
                () ->
                    assertThat(Files.readString(log))
                        .contains("porty: reloaded " + config)
                        .contains("porty: - http 127.0.0.1:" + port)
                        .contains("porty: + http 127.0.0.1:" + port));
      } finally {
        porty.destroy();
        assertThat(porty.waitFor()).isEqualTo(143);
      }
    }
  }

  @Test
  void aWatchedFileIsServedByWhenItHasChanged() throws Exception {
    int port = Ports.free();
    Path config = folder.resolve("porty.toml");
    Path log = folder.resolve("out.log");
    String url = "http://127.0.0.1:" + port + "/";
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two")) {
      Files.writeString(config, config(port, one.port(), "reload_on_change = true"));
      Process porty = start(config, log);
      try {
        await().until(() -> Installation.curl(url).out().equals("one"));
        Path other = folder.resolve("next.toml");
        Files.writeString(other, config(port, two.port(), "reload_on_change = true"));
        Files.move(other, config, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> Installation.curl(url).out().equals("two"));
      } finally {
        porty.destroy();
        porty.waitFor();
      }
    }
  }

  @Test
  void usr1GoesOnInTheFileThatIsThereNow() throws Exception {
    int port = Ports.free();
    Path config = folder.resolve("porty.toml");
    Path log = folder.resolve("out.log");
    Path traffic = folder.resolve("traffic.log");
    try (Backend one = Backend.ok("one")) {
      Files.writeString(
          config,
          config(port, one.port(), "log_format = \"json\"\nlog_output = \"" + traffic + "\"")
              .replace("log_requests = false\n", ""));
      Process porty = start(config, log);
      try {
        String url = "http://127.0.0.1:" + port;
        await().until(() -> Installation.curl(url + "/before").out().equals("one"));
        await().until(() -> Files.readString(traffic).contains("/before"));
        Files.move(traffic, folder.resolve("traffic.log.1"));
        Installation.run(Path.of("."), Map.of(), "kill", "-USR1", "" + porty.pid());
        await().until(() -> Files.exists(traffic));
        Installation.curl(url + "/after");
        await().until(() -> Files.readString(traffic).contains("/after"));
        assertThat(Files.readString(folder.resolve("traffic.log.1"))).doesNotContain("/after");
      } finally {
        porty.destroy();
        porty.waitFor();
      }
    }
  }

  @Test
  @Tag("load")
  void reloadsUnderLoadFailNoRequestAndKeepNothing() throws Exception {
    int port = Ports.free();
    Path config = folder.resolve("porty.toml");
    Path log = folder.resolve("out.log");
    Path wrkOut = folder.resolve("wrk.out");
    try (Backend one = Backend.ok("one");
        Backend two = Backend.ok("two")) {
      Files.writeString(config, config(port, one.port(), ""));
      Process porty = start(config, log);
      try {
        await().until(() -> ExamplesIT.listens(port));
        Process wrk =
            new ProcessBuilder(
                    Programs.need("wrk"), "-t1", "-c100", "-d5s", "http://127.0.0.1:" + port + "/")
                .redirectErrorStream(true)
                .redirectOutput(wrkOut.toFile())
                .start();
        int reloads = 0;
        while (wrk.isAlive()) {
          Files.writeString(config, config(port, (++reloads % 2 == 0 ? one : two).port(), ""));
          hup(porty);
          int wanted = reloads;
          await().until(() -> count(Files.readString(log), "porty: reloaded") == wanted);
        }
        assertThat(wrk.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(wrkOut))
            .contains("Requests/sec")
            .doesNotContain("Socket errors")
            .doesNotContain("Non-2xx");
        assertThat(reloads).isGreaterThan(5);
        Path proc = Path.of("/proc/" + porty.pid());
        if (Files.exists(proc)) {
          // Idle backend connections are closed after four seconds.
          await()
              .atMost(20, TimeUnit.SECONDS)
              .untilAsserted(() -> assertThat(sockets(proc)).isLessThan(10));
          assertThat(entries(proc.resolve("task"))).isLessThan(40);
        }
        assertThat(Files.readString(log)).doesNotContain("ERROR").doesNotContain("WARN");
      } finally {
        porty.destroy();
        porty.waitFor();
      }
    }
  }
}
