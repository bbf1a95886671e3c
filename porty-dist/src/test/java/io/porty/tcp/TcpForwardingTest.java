package io.porty.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.Ports;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** TCP mode against real sockets. */
class TcpForwardingTest {

  private static Backend echo() {
    return Backend.running(
        connection -> {
          int b;
          while ((b = connection.read()) >= 0) {
            connection.send(new byte[] {(byte) b});
          }
          connection.send("|end");
        });
  }

  @Test
  void relaysBothWaysAndPassesHalfCloseOn() {
    try (Backend backend = echo();
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      assertThat(client.send("ping").bytes(4)).isEqualTo("ping");
      client.send("last");
      client.halfClose();

      assertThat(client.rest()).isEqualTo("last|end");
    }
  }

  @Test
  void keepsWhatAClientSendsBeforeItHalfClosesAtOnce() {
    try (Backend backend =
            Backend.running(connection -> connection.send("got:" + connection.rest()));
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      client.send("everything");
      client.halfClose();

      assertThat(client.rest()).isEqualTo("got:everything");
    }
  }

  @Test
  void passesTheBackendsHalfCloseOn() {
    StringBuilder heard = new StringBuilder();
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.send("hello");
                  connection.halfClose();
                  heard.append(connection.rest());
                });
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      assertThat(client.rest()).isEqualTo("hello");
      client.send("still here");
      client.halfClose();

      await().untilAsserted(() -> assertThat(heard.toString()).isEqualTo("still here"));
    }
  }

  @Test
  void deliversEverythingBeforeAHalfCloseToASlowReader() {
    byte[] data = new byte[12 * 1024 * 1024];
    new java.util.Random(8).nextBytes(data);
    try (Backend backend =
            Backend.running(
                connection -> {
                  await().pollDelay(java.time.Duration.ofMillis(400)).until(() -> true);
                  int length = connection.rest().length();
                  connection.send("got " + length).send(data);
                });
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      client.send(data);
      client.halfClose();
      await().pollDelay(java.time.Duration.ofMillis(600)).until(() -> true);

      assertThat(client.bytes(12)).isEqualTo("got 12582912");
      assertThat(client.rest()).hasSize(data.length);
    }
  }

  @Test
  void movesManyMegabytesUnchangedWithSmallBuffers() {
    byte[] data = new byte[24 * 1024 * 1024];
    new java.util.Random(7).nextBytes(data);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.send(data);
                  connection.halfClose();
                  connection.rest();
                });
        RunningPorty porty = RunningPorty.tcp(backend.port(), "buffer_size_kb = 2");
        RawClient client = porty.connect()) {
      String got = client.rest();

      assertThat(got.length()).isEqualTo(data.length);
      assertThat(got.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)).isEqualTo(data);
    }
  }

  @Test
  void closesBackendWhenClientResets() {
    try (Backend backend = Backend.running(connection -> connection.isEnded());
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      client.send("x");
      await().until(() -> backend.open() == 1);
      client.reset();

      await().until(() -> backend.open() == 0 && porty.porty().openConnections() == 0);
    }
  }

  @Test
  void closesClientWhenBackendResets() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.read();
                  connection.reset();
                });
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      client.send("x");

      assertThat(client.isEnded()).isTrue();
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void stopsReadingFromASenderWhoseReaderDoesNotRead() {
    try (Backend backend =
            Backend.running(connection -> connection.send(new byte[64 * 1024 * 1024]));
        RunningPorty porty = RunningPorty.tcp(backend.port());
        RawClient client = porty.connect()) {
      client.send("x");
      long held = io.netty.util.internal.PlatformDependent.usedDirectMemory();
      assertThat(client.socket().isConnected()).isTrue();
      await()
          .during(java.time.Duration.ofMillis(500))
          .until(
              () ->
                  io.netty.util.internal.PlatformDependent.usedDirectMemory() - held
                      < 4 * 1024 * 1024);
      assertThat(backend.open()).as("the backend is still blocked in its write").isEqualTo(1);
    }
  }

  @Test
  void closesAndServesTheNextWhenNothingListens() {
    int dead = Ports.free();
    try (RunningPorty porty = RunningPorty.tcp(dead, "max_retries = 0");
        RawClient first = porty.connect();
        RawClient second = porty.connect()) {
      assertThat(first.isEnded()).isTrue();
      assertThat(second.isEnded()).isTrue();
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void retriesUntilTheBackendIsThere() {
    int later = Ports.free();
    try (RunningPorty porty = RunningPorty.tcp(later, "max_retries = 5");
        RawClient client = porty.connect()) {
      client.send("hi");
      try (java.net.ServerSocket server =
              new java.net.ServerSocket(later, 10, java.net.InetAddress.getLoopbackAddress());
          java.net.Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().readNBytes(2))
            .isEqualTo("hi".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void letsClientsWaitAtTheLimitAndDropsNone() {
    try (Backend backend = echo();
        RunningPorty porty = RunningPorty.tcp(backend.port(), "max_connections = 2")) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        RawClient client = porty.connect();
        client.send("" + i % 10);
        clients.add(client);
      }
      assertThat(clients.get(0).bytes(1)).isEqualTo("0");
      assertThat(clients.get(1).bytes(1)).isEqualTo("1");
      assertThat(porty.porty().openConnections()).isEqualTo(2);
      assertThat(clients.get(2).isSilentFor(200)).isTrue();

      for (int i = 0; i < clients.size(); i++) {
        if (i >= 2) {
          assertThat(clients.get(i).bytes(1)).isEqualTo("" + i % 10);
        }
        clients.get(i).close();
      }
      assertThat(backend.accepted()).isEqualTo(30);
    }
  }

  @Test
  void endsAConnectionThatIsSilentForTooLong() {
    try (Backend backend = echo();
        RunningPorty porty = RunningPorty.tcp(backend.port(), "idle_timeout_seconds = 0.4");
        RawClient client = porty.connect()) {
      client.send("x").bytes(1);

      assertThat(client.isEnded()).isTrue();
      await().until(() -> backend.open() == 0);
    }
  }
}
