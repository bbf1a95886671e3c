package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.porty.engine.ConfigInspector;
import io.porty.engine.PortyOptions;
import io.porty.engine.StartException;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TCP routes that lead back to themselves. */
class TcpLoopTest {

  @TempDir Path folder;

  private static String route(String name, String listen, String target) {
    return "[[routes]]\nname = \"%s\"\nlisten = \"%s\"\ntarget = \"%s\"\n"
        .formatted(name, listen, target);
  }

  /** A name of this machine that only a look-up shows to be one. */
  private static String ownName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      assumeThat(name).isNotEqualTo("localhost").matches("[A-Za-z0-9.-]+");
      assumeThat(InetAddress.getAllByName(name)).isNotEmpty();
      return name;
    } catch (UnknownHostException e) {
      assumeThat(e).isNull();
      throw new AssertionError(e);
    }
  }

  private String problem(String toml) throws IOException {
    Path file = folder.resolve("porty.toml");
    Files.writeString(file, toml);
    try {
      ConfigInspector.check(new PortyOptions(Optional.of(file), Path.of("no-plugins"), Map.of()));
      return "";
    } catch (StartException e) {
      return e.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:7001, 127.0.0.1:7001",
    "0.0.0.0:7001, 127.0.0.1:7001",
    "0.0.0.0:7001, 127.9.9.9:7001",
    "0.0.0.0:7001, localhost:7001",
    "127.0.0.1:7001, localhost:7001",
    "[::1]:7001, localhost:7001",
    "[::]:7001, [::1]:7001",
    "127.0.0.1:7001, 0.0.0.0:7001",
    "unix:/tmp/a.sock, unix:/tmp/a.sock"
  })
  void aTargetWhereTheRouteListensItselfIsAMistake(String listen, String target) throws Exception {
    assertThat(problem(route("a", listen, target)))
        .contains("porty.toml:4:1: routes[a].target is \"" + target + "\"")
        .contains("where this route listens itself")
        .contains("Forward to another address or port.");
  }

  @Test
  void aRingIsAMistakeThatNamesEveryLine() throws Exception {
    String toml =
        route("in", "127.0.0.1:7000", "127.0.0.1:7001")
            + route("a", "127.0.0.1:7001", "127.0.0.1:7002")
            + route("b", "127.0.0.1:7002", "127.0.0.1:7003")
            + route("c", "127.0.0.1:7003", "localhost:7001");
    assertThat(problem(toml))
        .contains("1 problem")
        .contains("porty.toml:8:1: routes[a].target leads back to this route")
        .contains("from \"a\" (line 8) to \"b\" (line 12) to \"c\" (line 16)");
  }

  @Test
  void aChainIsNone() throws Exception {
    assertThat(
            problem(
                route("a", "127.0.0.1:7001", "127.0.0.1:7002")
                    + route("b", "127.0.0.1:7002", "127.0.0.2:7001")))
        .isEmpty();
  }

  @Test
  void aTargetOfTheGlobalKeysThatIsTheirOwnAddressIsAMistake() throws Exception {
    assertThat(problem("listen_port = 7001\ntarget_port = 7001\n"))
        .contains("where this route listens itself");
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "[::]"})
  void aRingThatTheFileDoesNotShowEndsAtOnce(String listen) {
    int port = Ports.free();
    try (RunningPorty porty =
        RunningPorty.start(
            "log_requests = false\nmax_connections = 50\n"
                + route("a", listen + ":" + port, ownName() + ":" + port))) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = RawClient.to(port)) {
          assertThat(client.rest()).as("closed without a word").isEmpty();
        }
      }
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void aRingOfSeveralRoutesEndsAtOnce() {
    int one = Ports.free();
    int two = Ports.free();
    String name = ownName();
    try (RunningPorty porty =
        RunningPorty.start(
            "log_requests = false\n"
                + route("a", "0.0.0.0:" + one, name + ":" + two)
                + route("b", "0.0.0.0:" + two, name + ":" + one))) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = RawClient.to(one)) {
          assertThat(client.rest()).isEmpty();
        }
      }
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void aChainOfRoutesServes() {
    int one = Ports.free();
    int two = Ports.free();
    try (Backend echo = Backend.running(connection -> connection.echo());
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\n"
                    + route("a", "127.0.0.1:" + one, "127.0.0.1:" + two)
                    + route("b", "127.0.0.1:" + two, "127.0.0.1:" + echo.port()));
        RawClient client = RawClient.to(one);
        RawClient other = RawClient.to(two)) {
      assertThat(client.send("hello").bytes(5)).isEqualTo("hello");
      assertThat(other.send("world").bytes(5)).isEqualTo("world");
      assertThat(porty.porty().openConnections()).isEqualTo(3);
    }
  }
}
