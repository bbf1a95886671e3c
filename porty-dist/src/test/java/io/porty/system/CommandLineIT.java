package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of {@code bin/porty}, as a user types them. */
class CommandLineIT {

  @TempDir Path folder;

  private Path config(String toml) throws IOException {
    return Files.writeString(folder.resolve("test.toml"), toml);
  }

  private static String tcp(int listen, int target) {
    return "listen_addr = \"127.0.0.1\"\nlisten_port = "
        + listen
        + "\ntarget_port = "
        + target
        + "\n";
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Installation.home().resolve("examples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void checksEveryExample(Path example) {
    Installation.Result result = Installation.porty("check", "--config", example.toString());

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.out()).contains("is fine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "check"})
  void saysHowToNameAConfigurationFile(String command) {
    Installation.Result result = Installation.porty(command, "my.toml");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("To name a configuration file: --config my.toml");
  }

  @Test
  void writesAConfigurationThatItAccepts() throws IOException {
    Installation.Result written = Installation.porty("generate-config");
    assertThat(written.out())
        .contains("# listen_port = 8080")
        .contains("# request_header_timeout_seconds = 10");

    Installation.Result checked =
        Installation.porty("check", "-c", config(written.out()).toString());
    assertThat(checked.exit()).as(checked.err()).isZero();
  }

  @Test
  void saysWhyATrafficLogCannotBeWritten() throws IOException {
    Path log = folder.resolve("missing").resolve("traffic.log");
    Installation.Result result =
        Installation.porty(
            "start",
            "--config",
            config("log_output = \"" + log + "\"\n" + tcp(Ports.free(), 1)).toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("route main: log_output")
        .contains("its directory does not exist; create it")
        .doesNotContain("Exception");
  }

  @Test
  void saysEveryMistakeAndExitsWith2() throws IOException {
    Installation.Result result =
        Installation.porty(
            "start", "--config", config("listen_prot = 1\nmax_connections = 0\n").toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("Did you mean \"listen_port\"?")
        .contains("max_connections is 0")
        .contains("routes are missing")
        .contains("3 problems")
        .doesNotContain("Exception");
  }

  @Test
  void exitsWith2ForWrongUsageAndFilesThatAreNotThere() {
    assertThat(Installation.porty("strat").exit()).isEqualTo(2);
    assertThat(Installation.porty("start", "--listen-port", "x").exit()).isEqualTo(2);
    Installation.Result port = Installation.porty("start", "--listen-port", "70000");
    assertThat(port.exit()).isEqualTo(2);
    assertThat(port.err()).contains("--listen-port");
    Installation.Result missing = Installation.porty("check", "--config", "no/such.toml");
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("no/such.toml: no such file");
  }

  @Test
  void namesThePortThatIsInUseAndExitsWith3() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Installation.Result result =
          Installation.porty("start", "-c", config(tcp(taken.getLocalPort(), 1)).toString());

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err())
          .contains("port " + taken.getLocalPort() + " on 127.0.0.1")
          .contains("in use")
          .doesNotContain("Exception");
    }
  }

  /** With a large limit each event loop has a socket of its own, which could share with anybody. */
  @Test
  void doesNotShareItsPortWithASecondPorty() throws IOException {
    String toml = "event_loops = 2\nmax_connections = 5000\n" + tcp(Ports.free(), 1);
    try (PortyProcess first = PortyProcess.start(toml)) {
      Installation.Result second = Installation.porty("start", "-c", config(toml).toString());

      assertThat(second.exit()).as(first.log()).isEqualTo(3);
      assertThat(second.err()).contains("in use");
    }
  }

  @Test
  void opensNoTrafficLogThatNobodyWrites() throws IOException {
    Path log = folder.resolve("missing").resolve("traffic.log");
    String toml = "log_requests = false\nlog_output = \"" + log + "\"\n" + tcp(Ports.free(), 1);
    try (PortyProcess porty = PortyProcess.start(toml)) {
      assertThat(porty.log()).contains(" -> ");
    }
  }

  @Test
  void explainsWhereARequestWouldGo() {
    String example = Installation.home().resolve("examples/06-comprehensive.toml").toString();

    assertThat(
            Installation.porty(
                    "explain",
                    "-c",
                    example,
                    "http://localhost:9090/?porty_host=127.0.0.1&porty_port=3000")
                .out())
        .contains("route:  front")
        .contains("forward to 127.0.0.1:3000 (dynamic)");
    assertThat(
            Installation.porty(
                    "explain",
                    "-c",
                    example,
                    "-H",
                    "Host: app.example.com",
                    "http://localhost:9090/")
                .out())
        .contains("route:  app")
        .contains("(host)");
    assertThat(Installation.porty("explain", "-c", example, "http://localhost:1234/").err())
        .contains("no route listens on port 1234");
  }

  @Test
  void listsPluginsAndTheirKeys() {
    assertThat(Installation.porty("plugins").out())
        .contains("mode \"tcp\"")
        .contains("mode \"http\"")
        .contains("router \"dynamic\"")
        .contains("access log \"plain\"")
        .contains("listener \"tcp\"");
    assertThat(Installation.porty("plugins", "http").out())
        .contains("request_header_timeout_seconds = 10");
    assertThat(Installation.porty("plugins", "nonsense").exit()).isEqualTo(2);
  }

  @Test
  void refusesAPluginThatIsNoJar() throws IOException {
    Path plugins = Files.createDirectories(Installation.home().resolve("plugins/broken"));
    Path jar = Files.writeString(plugins.resolve("broken.jar"), "this is no jar");
    try {
      Installation.Result result =
          Installation.porty("check", "-c", config(tcp(Ports.free(), 1)).toString());

      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err())
          .contains("broken.jar")
          .contains("is not a readable jar")
          .doesNotContain("\tat ");
    } finally {
      Files.delete(jar);
      Files.delete(plugins);
    }
  }

  @Test
  void printsVersionHelpAndCompletion() {
    assertThat(Installation.porty("version").out()).matches("(?s)porty 0\\.1\\.0 \\(Java .*\\)\n");
    assertThat(Installation.porty("--version").out()).startsWith("porty 0.1.0");
    assertThat(Installation.porty("help").out()).contains("generate-config").contains("Exit codes");
    assertThat(Installation.porty("start", "--help").out()).contains("--daemon");
    assertThat(Installation.porty("completion").out()).contains("complete -F");
  }

  @Test
  void shipsTheCompletionThatItPrints() throws IOException {
    Path shipped = Installation.home().resolve("completions/porty");

    assertThat(Files.readString(shipped))
        .as("to renew it: bin/porty completion > porty-dist/src/main/dist/completions/porty")
        .isEqualTo(Installation.porty("completion", "bash").out());
    assertThat(Installation.porty("completion", "fish").exit()).isEqualTo(2);
    Installation.Result completed =
        Installation.run(
            folder,
            Map.of(),
            "bash",
            "-c",
            "source '"
                + shipped
                + "'; COMP_WORDS=(porty gen); COMP_CWORD=1;"
                + " _complete_porty; echo ${COMPREPLY[@]}");
    assertThat(completed.out().trim()).as(completed.err()).isEqualTo("generate-config");
  }

  @Test
  void runsInTheBackgroundUntilItIsTold() throws IOException {
    try (Backend backend = Backend.ok("hello")) {
      int port = Ports.free();
      Path pid = folder.resolve("p.pid");
      Path log = folder.resolve("p.log");
      String[] start = {
        "start",
        "-c",
        config(tcp(port, backend.port())).toString(),
        "--daemon",
        "--pid-file",
        pid.toString(),
        "--log-file",
        log.toString()
      };
      Installation.Result result = Installation.porty(start);

      assertThat(result.exit()).as(result.err()).isZero();
      long process = Long.parseLong(Files.readString(pid).trim());
      try {
        assertThat(Installation.curl("http://127.0.0.1:" + port + "/").out()).isEqualTo("hello");
        assertThat(Installation.porty(start).exit()).as("a second one").isEqualTo(1);
        assertThat(
                Installation.run(
                        folder, Map.of(), "ps", "-o", "ppid=,tty=", "-p", Long.toString(process))
                    .out())
            .contains("?");
      } finally {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroy);
      }
      Awaitility.await()
          .atMost(java.time.Duration.ofSeconds(20))
          .until(() -> ProcessHandle.of(process).isEmpty());
      assertThat(pid).doesNotExist();
      assertThat(Files.readString(log)).contains("New connection from").contains("porty: stopped");
    }
  }

  @Test
  void showsWhyTheBackgroundProcessDidNotStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Installation.Result result =
          Installation.porty(
              "--daemon",
              "-c",
              config(tcp(taken.getLocalPort(), 1)).toString(),
              "--pid-file",
              folder + "/p.pid",
              "--log-file",
              folder + "/p.log");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.err()).contains("in use");
    }
  }

  @Test
  void worksThroughALinkFromAnotherFolder() {
    Path link = folder.resolve("porty");
    Installation.run(folder, Map.of(), "ln", "-s", Installation.launcher(), link.toString());

    assertThat(Installation.run(Path.of("/"), Map.of(), link.toString(), "version").out())
        .startsWith("porty 0.1.0");
    assertThat(Installation.run(folder, Map.of(), "./porty", "version").out())
        .startsWith("porty 0.1.0");
    assertThat(
            Installation.run(
                    folder,
                    Map.of("PATH", folder + ":" + System.getenv("PATH")),
                    "sh",
                    "-c",
                    "porty version")
                .out())
        .startsWith("porty 0.1.0");
  }

  @Test
  void refusesAnOldJavaInASentence() throws IOException {
    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    java.toFile().setExecutable(true);

    Installation.Result result =
        Installation.run(
            folder, Map.of("PORTY_JAVA_HOME", folder + "/old"), Installation.launcher(), "version");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err()).startsWith("porty: Java 17 or newer is needed").contains("version 11");
    Installation.Result none =
        Installation.run(
            folder, Map.of("PORTY_JAVA_HOME", "/nowhere"), Installation.launcher(), "version");
    assertThat(none.err()).contains("no Java found").contains("PORTY_JAVA_HOME");
  }

  @Test
  void finishesWhatRunsWhenItIsStopped() throws Exception {
    try (Backend backend =
        Backend.running(
            connection -> {
              connection.message();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
              Awaitility.await().pollDelay(java.time.Duration.ofMillis(700)).until(() -> true);
              connection.send("after");
              connection.rest();
            })) {
      int port = Ports.free();
      String toml =
          "[[routes]]\nname = \"a\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = "
              + port
              + "\nmode = \"http\"\ntarget_port = "
              + backend.port()
              + "\n";
      try (PortyProcess porty = PortyProcess.start(toml);
          RawClient client = RawClient.to(port);
          RawClient idle = RawClient.to(port)) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head();
        assertThat(client.bytes(5)).isEqualTo("first");
        Thread stopping = new Thread(porty::terminate);
        stopping.start();

        assertThat(idle.rest()).isEmpty();
        assertThat(client.rest()).isEqualTo("after");
        stopping.join();
        assertThat(porty.log()).contains("porty: stopped");
      }
    }
  }

  @Test
  void loadsItsNativeCodeWithoutAFolderForTemporaryFiles() {
    String toml =
        "listen_addr = \"127.0.0.1\"\nlisten_port = " + Ports.free() + "\ntarget_port = 1\n";
    try (PortyProcess porty =
        PortyProcess.startWith("PORTY_OPTS", "-Djava.io.tmpdir=/nonexistent", toml)) {
      assertThat(porty.log()).contains("porty: transport epoll");
    }
  }

  @Test
  void takesCommandsAndOptionsBehindTheConfiguration() {
    Installation.Result version = Installation.porty("--config", "none.toml", "--version");
    Installation.Result check = Installation.porty("--config", "none.toml", "check", "--help");

    assertThat(version.out()).startsWith("porty ");
    assertThat(version.exit()).isZero();
    assertThat(check.out()).contains("porty check");
    assertThat(check.exit()).isZero();
  }
}
