package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What whoever operates a Porty meets: exit codes, files of every kind, pipes that nobody reads.
 */
@Tag("any-jdk")
@Timeout(120)
class OperatorIT {

  @TempDir Path folder;

  private Path config(String toml) throws IOException {
    return Files.writeString(folder.resolve("test.toml"), toml);
  }

  private static String route(int listen, int target) {
    return "[[routes]]\nname = \"a\"\nmode = \"http\"\nlisten = \"127.0.0.1:"
        + listen
        + "\"\ntarget = \"127.0.0.1:"
        + target
        + "\"\n";
  }

  private Installation.Result run(String... command) {
    return Installation.run(folder, Map.of(), command);
  }

  /** As a pipe would hang an unbounded open or read; {@code timeout} answers 124. */
  private Installation.Result porty(String... arguments) {
    List<String> command =
        new java.util.ArrayList<>(List.of("timeout", "20", Installation.launcher()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"start", "check", "reload", "restart", "drain", "stop", "status", "inspect"})
  void noCommandWaitsForAConfigurationThatIsAPipe(String command) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(run("mkfifo", pipe.toString()).exit()).isZero();
    Installation.Result result = porty(command, "-c", pipe.toString());
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("is no ordinary file").doesNotContain("Exception");
  }

  @Test
  void anEmptiedFileIsRefusedWhileItRuns() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    try (Backend backend = Backend.ok("hello")) {
      String toml =
          "reload_on_change = true\n[admin]\nlisten = \"127.0.0.1:"
              + admin
              + "\"\n"
              + route(port, backend.port());
      Path file = config(toml);
      Process porty = start(List.of(), file);
      try {
        awaitServing(port);
        Files.writeString(file, "");
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () ->
                    assertThat(log())
                        .contains(
                            "reload failed, the running configuration stays active: "
                                + file
                                + ": has no key"));
        run("kill", "-HUP", "" + porty.pid());
        assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out()).isEqualTo("hello");
        assertThat(Installation.curl("http://127.0.0.1:" + admin + "/healthz").out())
            .isEqualTo("ok\n");
        Files.writeString(file, toml + "colour = 1\n");
        Installation.Result broken = porty("reload", "-c", file.toString());
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err())
            .contains("reload failed, the running configuration stays active")
            .contains("colour is not a known key");
        Installation.Result restart = porty("restart", "-c", file.toString());
        assertThat(restart.exit()).isEqualTo(1);
        assertThat(restart.err())
            .contains("restart failed, this process continues: the new process has ended: ")
            .contains("colour is not a known key");
        assertThat(porty.isAlive()).isTrue();
      } finally {
        end(porty);
      }
    }
  }

  @Test
  void anEmptyFileAtStartAndNoFileAtAllAreMistakes() throws Exception {
    assertThat(porty("start", "-c", config("").toString()).exit()).isEqualTo(2);
    Path home = folder.resolve("home");
    run("cp", "-r", Installation.home().toString(), home.toString());
    Files.delete(home.resolve("conf/porty.toml"));
    Installation.Result none = run("timeout", "20", home.resolve("bin/porty").toString());
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("no configuration was found").contains("--listen-port");
  }

  private Process start(List<String> by, Path file, String... more) throws IOException {
    List<String> command = new java.util.ArrayList<>(by);
    command.addAll(List.of(Installation.launcher(), "start", "-c", file.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("out.log"));
  }

  private static void awaitServing(int port) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Installation.curl("http://127.0.0.1:" + port + "/").exit() == 0);
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** A pipe that is full and never read, for both standard streams. */
  private static final String FULL_PIPES =
      "import os, sys, fcntl\n"
          + "r, w = os.pipe()\n"
          + "flags = fcntl.fcntl(w, fcntl.F_GETFL)\n"
          + "fcntl.fcntl(w, fcntl.F_SETFL, flags | os.O_NONBLOCK)\n"
          + "for size in (4096, 1):\n"
          + "  try:\n"
          + "    while True: os.write(w, b'x' * size)\n"
          + "  except BlockingIOError: pass\n"
          + "fcntl.fcntl(w, fcntl.F_SETFL, flags)\n"
          + "os.dup2(w, 1); os.dup2(w, 2); os.set_inheritable(r, True)\n"
          + "os.execv(sys.argv[1], sys.argv[1:])\n";

  @Test
  void outputThatNobodyReadsHoldsNothingUp() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    try (Backend backend = Backend.ok("hello")) {
      String toml =
          "drain_timeout_seconds = 1\n[admin]\nlisten = \"127.0.0.1:"
              + admin
              + "\"\n"
              + route(port, backend.port());
      Path file = config(toml);
      Process porty = start(List.of(Programs.need("python3"), "-c", FULL_PIPES), file);
      try {
        awaitServing(port);
        for (int i = 0; i < 200; i++) {
          assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out()).isEqualTo("hello");
        }
        Files.writeString(file, toml.replace("\"a\"", "\"b\""));
        Installation.Result reload = porty("reload", "-c", file.toString());
        assertThat(reload.exit()).as(reload.err()).isZero();
        run("kill", "-HUP", "" + porty.pid());
        run("kill", "-USR1", "" + porty.pid());
        assertThat(Installation.curl("http://127.0.0.1:" + admin + "/healthz").out())
            .isEqualTo("ok\n");
        long before = System.nanoTime();
        porty.destroy();
        assertThat(porty.waitFor(20, TimeUnit.SECONDS)).as("after TERM").isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
        assertThat(porty.exitValue()).isEqualTo(143);
      } finally {
        porty.destroyForcibly();
      }
    }
  }

  /** Each takes as long as writing may: at the same time. */
  @Test
  void commandsWhoseOutputNobodyReadsFail() throws Exception {
    List<Process> processes = new java.util.ArrayList<>();
    try {
      for (String command : List.of("version", "generate-config")) {
        processes.add(
            new ProcessBuilder(
                    Programs.need("python3"), "-c", FULL_PIPES, Installation.launcher(), command)
                .start());
      }
      for (Process process : processes) {
        assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate-config", "check", "version", "help"})
  void aFullDiskUnderItsOutputIsAFailure(String command) throws IOException {
    Path file = config(route(Ports.free(), 1));
    Installation.Result result =
        run(
            "sh",
            "-c",
            "'"
                + Installation.launcher()
                + "' "
                + command
                + (command.equals("check") ? " -c " + file : "")
                + " > /dev/full");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).contains("standard output cannot be written: No space left on device");
  }

  @Test
  void aSecondSignalEndsAtOnce() throws Exception {
    int port = Ports.free();
    try (Backend slow = Backend.running(connection -> connection.rest())) {
      Path file = config("drain_timeout_seconds = 60\n" + route(port, slow.port()));
      for (String signal : List.of("TERM", "INT")) {
        Process porty = start(List.of(), file, "--pid-file=p.pid");
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("p.pid")));
        try (RawClient client = RawClient.to(port)) {
          client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
          await().until(() -> slow.open() > 0);
          run("kill", "-TERM", "" + porty.pid());
          await().untilAsserted(() -> assertThat(log()).contains("open connections"));
          assertThat(porty.isAlive()).isTrue();
          run("kill", "-" + signal, "" + porty.pid());
          assertThat(porty.waitFor(10, TimeUnit.SECONDS)).as(log()).isTrue();
          assertThat(porty.exitValue()).isEqualTo(signal.equals("TERM") ? 143 : 130);
          assertThat(folder.resolve("p.pid")).doesNotExist();
        }
      }
    }
  }

  @Test
  void stopAndStatusFindItByItsPidFileOrItsAdminEndpoint() throws Exception {
    int port = Ports.free();
    Path file = config("[admin]\nlisten = \"127.0.0.1:" + Ports.free() + "\"\n" + route(port, 1));
    Path pid = folder.resolve("p.pid");
    assertThat(porty("status", "-c", file.toString()).exit()).isEqualTo(1);
    assertThat(porty("stop", "--pid-file", pid.toString()).err()).contains("not running");
    assertThat(porty("start", "-c", file.toString(), "-d", "--pid-file", pid.toString()).exit())
        .isZero();
    assertThat(porty("status", "--pid-file", pid.toString()).out()).contains("running as process");
    assertThat(porty("status", "-c", file.toString()).out()).contains("running, ready");
    assertThat(porty("stop", "--pid-file", pid.toString()).out()).contains("stopped process");
    assertThat(pid).doesNotExist();
    assertThat(porty("start", "-c", file.toString(), "-d", "--pid-file", pid.toString()).exit())
        .isZero();
    assertThat(porty("stop", "-c", file.toString()).out()).contains("stopped");
    assertThat(porty("status", "-c", file.toString()).exit()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "validate, porty check",
    "run, porty start",
    "serve, porty start",
    "shutdown, porty stop",
    "ps, porty status",
    "init, porty generate-config"
  })
  void wordsOfOtherProgramsGetAHint(String word, String hint) {
    Installation.Result result = porty(word);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains(hint);
  }

  @Test
  void aPidFileIsCheckedBeforeAnythingListens() throws Exception {
    int port = Ports.free();
    Path file = config(route(port, 1));
    Path other = Files.writeString(folder.resolve("other"), "precious\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), other);
    run("mkfifo", folder.resolve("pipe").toString());
    for (String pid :
        List.of("no/such/p.pid", other.toString(), link.toString(), "pipe", folder.toString())) {
      for (String daemon : List.of("", "-d")) {
        Installation.Result result =
            daemon.isEmpty()
                ? porty("start", "-c", file.toString(), "--pid-file", pid)
                : porty("start", "-c", file.toString(), "--pid-file", pid, daemon);
        assertThat(result.exit()).as(pid + result.err()).isEqualTo(2);
        assertThat(result.err()).contains("--pid-file").doesNotContain("Exception");
        assertThat(result.err().lines()).hasSize(1);
      }
    }
    assertThat(other).hasContent("precious\n");
    Installation.Result log =
        porty("start", "-c", file.toString(), "-d", "--pid-file", "p.pid", "--log-file", "pipe");
    assertThat(log.exit()).isEqualTo(2);
    assertThat(log.err()).contains("--log-file");
  }

  @Test
  void aPidFileOfWhatRunsIsNotTaken() throws Exception {
    int port = Ports.free();
    Path file = config(route(port, 1));
    Path pid = folder.resolve("p.pid");
    Process porty = start(List.of(), file, "--pid-file=" + pid);
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pid));
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(pid, LinkOption.NOFOLLOW_LINKS)))
          .isEqualTo("rw-r--r--");
      Files.writeString(file, route(Ports.free(), 1));
      Installation.Result second =
          porty("start", "-c", file.toString(), "--pid-file", pid.toString());
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err()).contains("already running as process " + porty.pid());
      assertThat(pid).hasContent(porty.pid() + "\n");
    } finally {
      end(porty);
    }
  }

  @Test
  void checkSaysWhatStartWouldRefuse() throws Exception {
    int port = Ports.free();
    run("mkfifo", folder.resolve("pipe").toString());
    for (String log :
        List.of("no/such/a.log", folder.toString(), folder.resolve("pipe").toString())) {
      Path file = config("log_output = \"" + log + "\"\n" + route(port, 1));
      for (String command : List.of("check", "start")) {
        Installation.Result result = porty(command, "-c", file.toString());
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
        assertThat(result.err()).contains("route a: log_output");
      }
    }
    Path clash = config("[admin]\nlisten = \"127.0.0.1:" + port + "\"\n" + route(port, 1));
    assertThat(porty("check", "-c", clash.toString()).err())
        .contains(
            "admin.listen is \"127.0.0.1:"
                + port
                + "\", which route \"a\" already listens on (line 6)");
  }

  @Test
  void anAdminAddressInUseIsExitCode3() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          config(
              "[admin]\nlisten = \"127.0.0.1:"
                  + taken.getLocalPort()
                  + "\"\n"
                  + route(Ports.free(), 1));
      Installation.Result result = porty("start", "-c", file.toString());
      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err())
          .contains("[admin] cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("is in use by another program")
          .contains("ss -tanp");
    }
  }

  /** 3 means that an address is in use: a supervisor may leave it at that. */
  @Test
  void aProcessWithoutMemoryDoesNotEndWith3() throws Exception {
    Installation.Result result =
        Installation.run(
            folder,
            Map.of("PORTY_OPTS", "-Xmx6m", "PORTY_ARCHIVE", "off"),
            "timeout",
            "30",
            Installation.launcher(),
            "bench",
            "http://127.0.0.1:1/",
            "-c",
            "10000");
    assertThat(result.exit()).isNotEqualTo(3).isNotEqualTo(0);
  }

  @Test
  void aLogThatIsALinkIsRotatedWhereItLeads() throws Exception {
    int port = Ports.free();
    Path real = Files.createDirectories(folder.resolve("real"));
    Path link = folder.resolve("a.log");
    Files.createSymbolicLink(link, real.resolve("traffic.log"));
    try (Backend backend = Backend.ok("hello")) {
      Path file =
          config(
              "log_output = \""
                  + link
                  + "\"\nlog_rotate_seconds = 1\n"
                  + route(port, backend.port()));
      Process porty = start(List.of(), file);
      try {
        awaitServing(port);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  Installation.curl("http://127.0.0.1:" + port + "/");
                  return Files.exists(real.resolve("traffic.log.1"));
                });
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(folder.resolve("a.log.1")).doesNotExist();
      } finally {
        end(porty);
      }
    }
  }
}
