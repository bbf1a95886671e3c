package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new process in place of the one that runs. */
class RestartIT {

  @TempDir Path folder;
  private final int port = Ports.free();
  private final int admin = Ports.free();
  private Path config;
  private Path pidFile;
  private Path log;
  private Backend backend;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void prepare() {
    config = folder.resolve("porty.toml");
    pidFile = folder.resolve("porty.pid");
    log = folder.resolve("out.log");
    backend = Backend.ok("hello");
  }

  @AfterEach
  void end() throws Exception {
    if (Files.exists(pidFile)) {
      ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
    }
    started.forEach(Process::destroy);
    for (Process process : started) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    backend.close();
  }

  private void write(String more) throws Exception {
    Files.writeString(
        config,
        "log_requests = false\nmax_connections = 2000\ndrain_timeout_seconds = 5\n"
            + "[admin]\nlisten = \"127.0.0.1:"
            + admin
            + "\"\n[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:"
            + port
            + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
            + backend.port()
            + "\"\n"
            + more);
  }

  private void start(List<String> by, Map<String, String> environment) throws Exception {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Installation.launcher(), "start", "-c", config.toString(), "--pid-file=" + pidFile));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    started.add(builder.start());
  }

  private void startAndAwait() throws Exception {
    start(List.of(), Map.of());
    await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(pidFile));
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readString(pidFile).trim());
  }

  private String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  @Test
  @Tag("load")
  void noRequestFailsUnderLoad() throws Exception {
    write("");
    startAndAwait();
    Path wrkOut = folder.resolve("wrk.out");
    Process wrk =
        new ProcessBuilder(Programs.need("wrk"), "-t1", "-c100", "-d12s", url())
            .redirectErrorStream(true)
            .redirectOutput(wrkOut.toFile())
            .start();
    long before = pid();
    for (int i = 0; i < 3; i++) {
      Installation.Result restart = Installation.porty("restart", "-c", config.toString());
      assertThat(restart.out()).as(restart.err()).contains("process " + pid() + " serves");
      assertThat(pid()).isNotEqualTo(before);
      long old = before;
      await()
          .atMost(10, TimeUnit.SECONDS)
          .until(() -> ProcessHandle.of(old).filter(ProcessHandle::isAlive).isEmpty());
      before = pid();
    }
    assertThat(wrk.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(wrkOut))
        .contains("Requests/sec")
        .doesNotContain("Socket errors")
        .doesNotContain("Non-2xx");
    assertThat(Files.readString(log)).doesNotContain("Exception");
  }

  @Test
  void tcpConnectionsAndUnixSocketsLiveOn() throws Exception {
    Path socket = folder.resolve("web.sock");
    int raw = Ports.free();
    try (Backend echo = Backend.running(connection -> connection.echo())) {
      write(
          "[[routes]]\nname = \"raw\"\nlisten = \"127.0.0.1:"
              + raw
              + "\"\ntarget = \"127.0.0.1:"
              + echo.port()
              + "\"\n[[routes]]\nname = \"sock\"\nlisten = \"unix:"
              + socket
              + "\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
              + backend.port()
              + "\"\n");
      startAndAwait();
      long before = pid();
      try (RawClient client = RawClient.to(raw)) {
        assertThat(client.send("a").bytes(1)).isEqualTo("a");
        Installation.run(folder, Map.of(), "kill", "-USR2", "" + before);
        await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> Files.size(pidFile) > 0 && pid() != before);
        assertThat(client.send("b").bytes(1)).as("by the old process").isEqualTo("b");
        try (RawClient fresh = RawClient.to(raw)) {
          assertThat(fresh.send("c").bytes(1)).as("by the new one").isEqualTo("c");
        }
      }
      await()
          .atMost(10, TimeUnit.SECONDS)
          .until(() -> ProcessHandle.of(before).filter(ProcessHandle::isAlive).isEmpty());
      assertThat(Installation.curl("--unix-socket", socket.toString(), "http://a/").out())
          .isEqualTo("hello");
      assertThat(pidFile).exists();
      ProcessHandle.of(pid()).orElseThrow().destroy();
      await().until(() -> !Files.exists(pidFile) && !Files.exists(socket));
    }
  }

  @Test
  void aClientThatWaitsForAPlaceIsServedToo() throws Exception {
    write("max_connections = 1\n");
    startAndAwait();
    long before = pid();
    try (RawClient inside = RawClient.to(port);
        RawClient waits = RawClient.to(port)) {
      assertThat(inside.get("/").body()).isEqualTo("hello");
      waits.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      Installation.run(folder, Map.of(), "kill", "-USR2", "" + before);
      assertThat(waits.message().body()).isEqualTo("hello");
      await().until(() -> Files.size(pidFile) > 0 && pid() != before);
    }
  }

  @Test
  void aSuccessorThatCannotServeLeavesTheOldOneServing() throws Exception {
    write("");
    startAndAwait();
    long before = pid();
    Path good = Files.copy(config, folder.resolve("good.toml"));
    write("colour = 1\n");
    Installation.Result restart = Installation.porty("restart", "-c", good.toString());
    assertThat(restart.exit()).isEqualTo(1);
    assertThat(restart.err())
        .contains("restart failed, this process continues: the new process has ended");
    assertThat(Files.readString(log)).contains("colour is not a known key");
    assertThat(pid()).isEqualTo(before);
    assertThat(Installation.curl(url()).out()).isEqualTo("hello");
  }

  /** Sets O_NONBLOCK on the descriptors from 3 on, as NonBlocking=yes of a unit does. */
  private static final String NON_BLOCKING =
      "use Fcntl; $^F = 10; for (3, 4) { if (open(my $s, '+<&=', $_)) { fcntl($s, F_SETFL, O_RDWR | O_NONBLOCK) or die; push @kept, $s } } exec @ARGV";

  @Test
  void servesOnSocketsOfSystemdAndTellsItSo() throws Exception {
    Path notify = folder.resolve("notify");
    Path told = folder.resolve("told");
    int stray = Ports.free();
    started.add(
        new ProcessBuilder(Programs.need("socat"), "-u", "UNIX-RECV:" + notify, "CREATE:" + told)
            .start());
    await().until(() -> Files.exists(notify));
    write("");
    start(
        List.of(
            Programs.need("systemd-socket-activate"),
            "-l",
            "127.0.0.1:" + port,
            "-l",
            "127.0.0.1:" + stray,
            "-E",
            "NOTIFY_SOCKET=" + notify,
            "-E",
            "WATCHDOG_USEC=300000",
            Programs.need("perl"),
            "-e",
            NON_BLOCKING),
        Map.of());
    await().until(() -> Files.readString(log).contains("Listening on"));
    assertThat(Installation.curl(url()).out()).as("waited in the backlog").isEqualTo("hello");
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readString(log))
                    .contains(
                        "systemd has passed a socket for 127.0.0.1:"
                            + stray
                            + ", on which the configuration"));
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readString(told))
                    .startsWith("READY=1\nMAINPID=" + pid() + "\nSTATUS=serving")
                    .contains("WATCHDOG=1WATCHDOG=1"));
    assertThat(Installation.porty("drain", "-c", config.toString()).out()).contains("draining");
    await().untilAsserted(() -> assertThat(Files.readString(told)).contains("STOPPING=1"));
  }

  @Test
  void aBlockingSocketIsRefusedWithTheRemedy() throws Exception {
    write("");
    start(List.of(Programs.need("systemd-socket-activate"), "-l", "127.0.0.1:" + port), Map.of());
    await().until(() -> Files.readString(log).contains("Listening on"));
    Installation.curl(url());
    await()
        .untilAsserted(
            () -> assertThat(Files.readString(log)).contains("set NonBlocking=yes in the unit's"));
  }

  @Test
  void theUnitIsHardened() {
    Installation.Result security =
        Installation.run(
            folder,
            Map.of(),
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=20",
            Installation.home().resolve("systemd/porty.service").toString());
    assertThat(security.exit()).as(security.out() + security.err()).isZero();
  }
}
