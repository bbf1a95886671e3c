package io.porty.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.testkit.Ports;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that are gone, and clients that have only finished sending. Takes more than a minute. */
@Tag("any-jdk")
class ClientDisconnectIT {

  /** Linux forgets a connection a minute after its program has closed it (tcp_fin_timeout). */
  private static final Duration LONG = Duration.ofSeconds(100);

  private static String route(int listen, int target) {
    return "log_requests = false\nmax_connections = 20\nmax_connections_per_client = 0\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:"
        + listen
        + "\"\ntarget = \"127.0.0.1:"
        + target
        + "\"\n";
  }

  /**
   * Two Porties, each the other's backend: neither can see the ring. It takes every place, and
   * gives them back when the one client that began it is gone. A client that has only finished
   * sending gets its answer after that time.
   */
  @Test
  void aRingThroughAnotherProgramEndsWithItsClient() throws Exception {
    int one = Ports.free();
    int two = Ports.free();
    CountDownLatch ringIsOver = new CountDownLatch(1);
    try (RunningPorty first = RunningPorty.start(route(one, two));
        RunningPorty second = RunningPorty.start(route(two, one));
        Backend slow =
            Backend.running(
                connection -> {
                  connection.rest();
                  ringIsOver.await();
                  connection.send("here it is");
                });
        RunningPorty third = RunningPorty.tcp(slow.port());
        Socket waiting = new Socket(InetAddress.getLoopbackAddress(), third.port())) {
      waiting.getOutputStream().write('?');
      waiting.shutdownOutput();
      try (RawClient client = RawClient.to(one)) {
        client.send("round and round");
        Awaitility.await().until(() -> first.porty().openConnections() == 20);
      }
      Awaitility.await()
          .atMost(LONG)
          .until(
              () -> first.porty().openConnections() == 0 && second.porty().openConnections() == 0);
      ringIsOver.countDown();
      waiting.setSoTimeout((int) LONG.toMillis());
      assertThat(new String(waiting.getInputStream().readAllBytes())).isEqualTo("here it is");
    }
  }
}
