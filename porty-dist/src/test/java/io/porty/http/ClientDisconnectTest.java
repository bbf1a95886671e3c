package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that goes away, at any point of its exchange, takes the backend's work with it. */
class ClientDisconnectTest {

  private static final Duration SOON = Duration.ofMillis(1500);
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @ParameterizedTest(name = "{0}, reset: {1}")
  @CsvSource({
    "waiting, true",
    "waiting, false",
    "pipelining, true",
    "pipelining, false",
    "flooding, true",
    "uploading, true",
    "uploading, false",
    "stalled upload, true",
    "reading, true",
    "reading, false",
    "not reading, true"
  })
  void endsTheExchangeWithinASecond(String doing, boolean reset) throws Exception {
    assumeFalse(
        doing.equals("flooding") && !RunningPorty.transport().equals("auto"),
        "only epoll notices on a socket that is not read, and more than that is not read");
    CountDownLatch begun = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  if (doing.contains("reading")) {
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\nbeginning");
                  }
                  if (doing.equals("not reading")) {
                    begun.countDown();
                    connection.send(new byte[100_000_000]);
                  }
                  begun.countDown();
                  if (doing.equals("stalled upload")) {
                    Thread.sleep(5000);
                  }
                  connection.isEnded();
                });
        RunningPorty porty = RunningPorty.fixed(backend, "half_closed_clients = \"abort\"");
        RawClient client = porty.connect()) {
      switch (doing) {
        case "pipelining" -> client.send(GET.repeat(3));
        case "flooding" -> client.send(GET.repeat(2000));
        case "uploading" ->
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome");
        case "stalled upload" -> {
          client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
          client.send(new byte[200_000]);
        }
        default -> client.send(GET);
      }
      begun.await();
      if (doing.equals("reading")) {
        client.head();
      }
      // What was sent is to be in Porty's hands, not under way, when the client goes.
      client.isSilentFor(100);
      if (reset) {
        client.reset();
      } else {
        client.close();
      }

      await().atMost(SOON).until(() -> porty.porty().openConnections() == 0);
      if (!doing.equals("stalled upload")) {
        await().atMost(SOON).until(() -> backend.open() == 0);
      }
    }
  }

  /**
   * RFC 9112 section 9.6: a client may close its side and wait; nothing else tells it from this.
   */
  @Test
  void aClientThatHasOnlyClosedItsSideGetsItsAnswer() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.isSilentFor(1500);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(GET).halfClose();

      assertThat(client.message().body()).isEqualTo("late");
    }
  }

  @Test
  void aResetEndsTheBackendsWorkWithoutTheKey() {
    try (Backend backend = Backend.running(connection -> connection.isEnded());
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(GET);
      await().until(() -> backend.open() == 1);
      client.reset();

      await().atMost(SOON).until(() -> backend.open() == 0);
    }
  }

  /** A FIN might be a half-close, and would use up Porty's ports by TIME_WAIT. */
  @Test
  void theBackendOfARequestThatIsGivenUpGetsAReset() throws Exception {
    try (ServerSocket backend = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RunningPorty porty = RunningPorty.fixed(backend.getLocalPort());
        RawClient client = porty.connect()) {
      client.send(GET);
      try (Socket connection = backend.accept()) {
        InputStream in = connection.getInputStream();
        in.readNBytes(GET.length());
        client.reset();

        assertThatThrownBy(in::readAllBytes).hasMessageContaining("reset");
      }
    }
  }
}
