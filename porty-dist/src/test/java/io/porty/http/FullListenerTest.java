package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places at a listener that are held by clients who do nothing, or next to nothing. */
class FullListenerTest {

  private static final int PLACES = 100;
  private static final String LIMIT = "max_connections = " + PLACES;
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String UPLOAD =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx";

  /** A client whose address is one of this machine's many. */
  private static Socket from(int last, RunningPorty porty, String text) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + last), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), porty.port()));
    socket.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return socket;
  }

  /** Idleness is told in tenths of a second. */
  private static void beSilentFor(Socket client, int millis) throws IOException {
    client.setSoTimeout(millis);
    try {
      while (client.getInputStream().read() >= 0) {
        continue;
      }
      throw new AssertionError("closed");
    } catch (SocketTimeoutException silent) {
      client.setSoTimeout(5000);
    }
  }

  private static long millisOfOneRequest(RunningPorty porty) {
    long start = System.nanoTime();
    try (RawClient client = porty.connect()) {
      Wire.Message answer = client.get("/");
      assertThat(answer.status()).isEqualTo(200);
    }
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLongestIdleGivesWay(int loops) throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\nevent_loops = "
                    + loops
                    + "\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n"
                    + LIMIT
                    + "\n")) {
      for (int i = 0; i < PLACES; i++) {
        Socket client = from(i + 1, porty, GET);
        idle.add(client);
        client.setSoTimeout(5000);
        assertThat(client.getInputStream().read()).isEqualTo('H');
        if (i == 0) {
          beSilentFor(client, 400);
        }
      }
      assertThat(millisOfOneRequest(porty)).isLessThan(4000);
      // The first is the one that has been idle for longest.
      idle.get(0).setSoTimeout(2000);
      idle.get(0).getInputStream().readNBytes(1000);
      assertThat(porty.porty().openConnections()).isBetween(PLACES - 2, PLACES);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void answersSayThatTheConnectionClosesWhileOthersWait() {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = RunningPorty.fixed(backend, "max_connections = 1")) {
      await().until(() -> isToldToClose(porty));
    }
  }

  /** Not if it is between two requests when the listener notices: then it is closed at once. */
  private static boolean isToldToClose(RunningPorty porty) {
    try (RawClient first = porty.connect()) {
      assertThat(first.get("/").first("Connection")).as("nobody waits").isNull();
      try (RawClient second = porty.connect()) {
        second.send(GET);
        boolean told = isToldBeforeItIsClosed(first);
        assertThat(second.message().status()).isEqualTo(200);
        return told;
      }
    }
  }

  private static boolean isToldBeforeItIsClosed(RawClient client) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try {
      while (!"close".equals(client.get("/").first("Connection"))) {
        assertThat(System.nanoTime()).as("the listener has to notice").isLessThan(end);
      }
      return true;
    } catch (UncheckedIOException closed) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void tricklingBodiesDoNotShutTheListener(boolean oneAddress) throws Exception {
    List<Socket> slow = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    try (Backend backend =
            Backend.running(
                connection -> {
                  while (true) {
                    connection.message();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                  }
                });
        RunningPorty porty =
            RunningPorty.fixed(
                backend, LIMIT, "body_rate_grace_seconds = 1", "body_timeout_seconds = 20")) {
      for (int i = 0; i < PLACES; i++) {
        slow.add(from(oneAddress ? 1 : i + 1, porty, UPLOAD));
      }
      Thread trickle = new Thread(() -> trickle(slow, over), "trickle");
      trickle.start();
      try {
        if (oneAddress) {
          assertThat(millisOfOneRequest(porty)).as("the others' tenth").isLessThan(3000);
        } else {
          long took = millisOfOneRequest(porty);
          assertThat(took).as("the grace of a second, and one more").isLessThan(5000);
          assertThat(millisOfOneRequest(porty)).isLessThan(3000);
        }
      } finally {
        over.set(true);
        trickle.join();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** A byte each now and then: progress, by the letter. */
  private static void trickle(List<Socket> slow, AtomicBoolean over) {
    while (!over.get()) {
      for (Socket socket : slow) {
        try {
          socket.getOutputStream().write('x');
        } catch (IOException e) {
          // It has been refused, which is what this is about.
        }
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Test
  void aBodyThatIsFastEnoughIsNotBothered() throws Exception {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty = RunningPorty.fixed(backend, "body_rate_grace_seconds = 0.3");
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1500\r\n\r\n");
      for (int i = 0; i < 15; i++) {
        Thread.sleep(100);
        client.send("x".repeat(100));
      }
      assertThat(client.message().status()).isEqualTo(200);
    }
  }

  @Test
  void aSlowBodyIsToldWhy() throws Exception {
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty =
            RunningPorty.fixed(
                backend, "body_rate_grace_seconds = 0.3", "min_request_body_rate = 1000");
        RawClient client = porty.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 15000\r\n\r\nxxx");
      Wire.Message answer = client.message();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.first("X-Porty-Error")).isEqualTo("body_timeout");
    }
  }

  /** The other direction: a reader that takes a byte now and then holds a place just as well. */
  @Test
  void readersThatTakeNextToNothingAreGivenUp() throws Exception {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.message();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
                  connection.send(new byte[50_000_000]);
                });
        RunningPorty porty =
            RunningPorty.fixed(
                backend, "send_timeout_seconds = 1", "min_response_body_rate = 1000000000");
        RawClient client = porty.connect()) {
      client.send(GET).head();
      AtomicBoolean ended = new AtomicBoolean();
      await()
          .atMost(Duration.ofSeconds(8))
          .until(
              () -> {
                client.bytes(1000);
                ended.set(porty.porty().openConnections() == 0);
                return ended.get();
              });
      assertThat(ended).isTrue();
    }
  }

  /** Beyond its share a client waits, as everybody does beyond the limit: nobody is turned away. */
  @ParameterizedTest
  @ValueSource(strings = {"http", "tcp"})
  void whoHasItsShareWaitsAndIsServedWhenOneOfItsOwnEnds(String mode) throws IOException {
    List<Socket> many = new ArrayList<>();
    try (Backend backend = Backend.ok("ok");
        RunningPorty porty =
            RunningPorty.start(
                "log_requests = false\nmax_connections = 20\n[[routes]]\nname = \"a\"\nlisten = \"127.0.0.1:PORT\"\nmode = \""
                    + mode
                    + "\"\ntarget = \"127.0.0.1:"
                    + backend.port()
                    + "\"\n")) {
      for (int i = 0; i < 30; i++) {
        many.add(from(1, porty, GET));
      }
      await().until(() -> porty.porty().openConnections() == 18);
      try (Socket other = from(2, porty, GET)) {
        other.setSoTimeout(5000);
        assertThat(other.getInputStream().read()).as("the others' tenth").isEqualTo('H');
      }
      assertThat(many.get(19).getInputStream().available()).isZero();
      for (Socket socket : many) {
        socket.setSoTimeout(5000);
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        socket.close();
      }
    } finally {
      for (Socket socket : many) {
        socket.close();
      }
    }
  }
}
