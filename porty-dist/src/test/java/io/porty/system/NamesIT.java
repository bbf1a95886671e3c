package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.Programs;
import io.porty.fixture.RawClient;
import io.porty.fixture.Wire;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system's own resolver with a name server that does not answer, in a mount namespace of
 * Porty's own (unshare(1)). Only where root runs the tests.
 */
@Tag("any-jdk")
class NamesIT {

  private static final int NAMES = 4300;
  private static final Duration ATTACK = Duration.ofSeconds(10);

  @TempDir Path folder;

  private List<String> namespace() throws IOException {
    Path resolv = folder.resolve("resolv.conf");
    Path hosts = folder.resolve("hosts");
    Files.writeString(resolv, "nameserver " + SlowNameServer.ADDRESS + "\n");
    Files.writeString(hosts, "127.0.0.1 localhost listed.test\n");
    return List.of(
        "unshare",
        "-m",
        "sh",
        "-c",
        "mount --bind "
            + resolv
            + " /etc/resolv.conf && mount --bind "
            + hosts
            + " /etc/hosts && exec \"$0\" \"$@\"");
  }

  private static boolean mayHaveNamespaces() {
    return Installation.run(Path.of("/"), Map.of(), "sh", "-c", "unshare -m true").exit() == 0;
  }

  private void needNamespaces() throws IOException {
    Programs.need("unshare");
    if (!mayHaveNamespaces()) {
      Programs.lacking("namespaces", "this user may not make namespaces");
    }
  }

  private static String route(String name, int port, String lines) {
    return "[[routes]]\nname = \"%s\"\nlisten = \"127.0.0.1:%d\"\nmode = \"http\"\n%s\n"
        .formatted(name, port, lines);
  }

  private record Timed(int status, long millis) {}

  private static Timed get(int port, String target) {
    long begin = System.nanoTime();
    try (RawClient client = RawClient.to(port)) {
      client.patience(40_000);
      Wire.Message answer = client.get(target);
      return new Timed(answer.status(), (System.nanoTime() - begin) / 1_000_000);
    }
  }

  /** Asks for a name and closes at once, so many in so long a time. */
  private static void attack(int port) throws IOException {
    long begin = System.nanoTime();
    for (int i = 0; i < NAMES; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String request =
            "GET /?porty_host=slow" + i + ".test&porty_port=80 HTTP/1.1\r\nHost: a\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      }
      long due = begin + ATTACK.toNanos() * i / NAMES;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  @Test
  void namesThatNeverAnswerStopNobodyElse() throws Exception {
    needNamespaces();
    int dynamic = Ports.free();
    int fixed = Ports.free();
    int listed = Ports.free();
    try (SlowNameServer names = new SlowNameServer();
        Backend backend = Backend.ok("hello")) {
      String toml =
          "log_requests = false\nmax_connections = 10000\n"
              + route("dynamic", dynamic, "")
              + route("fixed", fixed, "target = \"fixed.test:" + backend.port() + "\"")
              + route("listed", listed, "target = \"listed.test:" + backend.port() + "\"");
      String known = "/?porty_host=known.test&porty_port=" + backend.port();
      String byFile = "/?porty_host=listed.test&porty_port=" + backend.port();
      try (PortyProcess porty = PortyProcess.startAs(namespace(), Installation.home(), toml)) {
        assertThat(get(dynamic, known).status()).isEqualTo(200);

        attack(dynamic);

        assertThat(names.slowQuestions()).as("the server was asked").isPositive();
        for (int round = 0; round < 5; round++) {
          Map<String, Timed> answers =
              Map.of(
                  "a fixed target", get(fixed, "/"),
                  "a known name of the same route", get(dynamic, known),
                  "a listed target", get(listed, "/"),
                  "a listed name of the same route", get(dynamic, byFile));
          report(answers);
          answers.forEach(
              (what, answer) -> {
                assertThat(answer.status()).as(what).isEqualTo(200);
                assertThat(answer.millis()).as(what).isLessThan(500);
              });
        }
        assertThat(porty.log()).doesNotContain("ERROR");
      }
    }
  }

  private static void report(Map<String, Timed> answers) {
    PrintStream out = System.out;
    answers.forEach((what, answer) -> out.println(what + ": " + answer));
  }
}
