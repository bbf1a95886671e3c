package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gives way at a full listener, and who does not. */
class IdleEvictionTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static Socket from(int last, RunningPorty porty, String text) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + last), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), porty.port()));
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The answer has come early: who sends on, because it reads when it is done, is at work. */
  @Test
  void whoStillSendsBehindItsAnswerIsNotCutOff() throws Exception {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nlate");
                });
        RunningPorty porty = RunningPorty.fixed(backend, "max_connections = 1");
        RawClient uploading = porty.connect()) {
      uploading.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      try (RawClient other = porty.connect()) {
        other.send(GET);
        long until = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        await()
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> {
                  uploading.send("400\r\n" + "x".repeat(1024) + "\r\n");
                  return System.nanoTime() - until > 0;
                });
        uploading.send("0\r\n\r\n");
        assertThat(uploading.message().body()).isEqualTo("late");
      }
    }
  }

  /** Seventeen browsers behind one address: its share is taken by connections that are idle. */
  @Test
  void theLongestIdleOfAClientThatHasItsShareGivesWayToItself() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = RunningPorty.fixed(backend, "max_connections = 20");
        RawClient stranger = porty.connect()) {
      assertThat(stranger.get("/").status()).isEqualTo(200);
      for (int i = 0; i < 18; i++) {
        idle.add(from(1, porty, GET));
        await().until(() -> idle.get(idle.size() - 1).getInputStream().available() > 0);
      }
      for (int more = 0; more < 3; more++) {
        Socket next = from(1, porty, GET);
        idle.add(next);
        await().atMost(Duration.ofSeconds(4)).until(() -> next.getInputStream().available() > 0);
      }
      assertThat(stranger.get("/").status()).as("another client's is left alone").isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  /** One client has its share, and asks for the rest of the places by heads that do not end. */
  @Test
  void whoHasTooManyConnectionsHoldsNoPlaceByThem() throws Exception {
    List<Socket> greedy = new ArrayList<>();
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty =
            RunningPorty.fixed(backend, "max_connections = 4", "max_connections_per_client = 1")) {
      for (int i = 0; i < 4; i++) {
        greedy.add(from(1, porty, "GET / HTTP/1.1\r\nHost: "));
      }
      await().until(() -> porty.porty().openConnections() == 4);
      long start = System.nanoTime();
      try (RawClient other = porty.connect()) {
        assertThat(other.get("/").status()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    } finally {
      for (Socket socket : greedy) {
        socket.close();
      }
    }
  }
}
