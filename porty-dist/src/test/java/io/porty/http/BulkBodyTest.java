package io.porty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.porty.fixture.Backend;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Long bodies whose framing is known beforehand: on epoll the kernel moves their bytes, and only
 * theirs.
 */
class BulkBodyTest {

  private static final int MEGABYTE = 1024 * 1024;

  private static byte[] random(int seed, int length) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }

  private static String text(byte[] data) {
    return new String(data, StandardCharsets.ISO_8859_1);
  }

  private static String get(int size) {
    return "GET /" + size + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String length(int length) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
  }

  /** Answers with as many bytes as the path says. */
  private static Backend sizes() {
    return Backend.running(
        connection -> {
          while (true) {
            int size = Integer.parseInt(connection.head().target().substring(1));
            connection.send(length(size));
            connection.send(random(size, size));
          }
        });
  }

  private static void onlyEpollSplices() {
    assumeTrue(
        RunningPorty.transport().equals("auto") && Epoll.isAvailable(), "only epoll can splice");
  }

  @Test
  void keepsEveryByteOfPipelinedResponsesInOrder() {
    int[] sizes = {3 * MEGABYTE, 10, 5 * MEGABYTE + 7, 0, 300_000, 1, 2 * MEGABYTE};
    try (Backend backend = sizes();
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      StringBuilder asked = new StringBuilder();
      for (int size : sizes) {
        asked.append(get(size));
      }
      client.send(asked.toString());
      for (int size : sizes) {
        assertThat(client.head().first("Content-Length")).isEqualTo(Integer.toString(size));
        assertThat(client.bytes(size)).isEqualTo(text(random(size, size)));
      }
    }
  }

  /** What follows the body on the connection is another request, and is parsed as one. */
  @Test
  void movesNothingBehindARequestsBody() {
    byte[] data = random(3, 8 * MEGABYTE);
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message first = connection.head();
                  String body = connection.bytes(Integer.parseInt(first.first("Content-Length")));
                  connection.send(length(2) + (body.equals(text(data)) ? "ok" : "no"));
                  connection.send(length(5) + connection.head().target());
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Thread sender =
          new Thread(
              () -> {
                client.send(
                    "PUT /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + data.length + "\r\n\r\n");
                client.send(data);
                client.send("GET /next HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(4000) + "\r\n\r\n");
              });
      sender.start();

      assertThat(client.message().body()).isEqualTo("ok");
      assertThat(client.message().body()).isEqualTo("/next");
    }
  }

  @Test
  void framesAMovedBodyThatEndsWithTheConnection() {
    byte[] data = random(4, 6 * MEGABYTE);
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send("HTTP/1.1 200 OK\r\n\r\n");
                  connection.send(data);
                });
        RunningPorty porty = RunningPorty.fixed(backend)) {
      try (RawClient client = porty.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.head().first("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(client.chunked()).isEqualTo(text(data));
      }
      try (RawClient client = porty.connect()) {
        client.send("GET / HTTP/1.0\r\n\r\n");
        client.head();
        assertThat(client.rest()).isEqualTo(text(data));
      }
    }
  }

  @Test
  void cutsTheClientOffWhenTheBackendBreaksInAMovedBody() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(length(9 * MEGABYTE));
                  connection.send(new byte[6 * MEGABYTE]);
                  connection.close();
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      client.send(get(1));
      client.head();
      assertThat(client.rest()).hasSize(6 * MEGABYTE);
      await().until(() -> porty.porty().openConnections() == 0);
    }
  }

  @Test
  void endsAClientThatTakesNothingMoreOfAMovedBody() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(length(64 * MEGABYTE));
                  for (int i = 0; i < 64; i++) {
                    connection.send(new byte[MEGABYTE]);
                  }
                });
        RunningPorty porty =
            RunningPorty.fixed(backend, "send_timeout_seconds = 1", "min_response_body_rate = 0");
        RawClient client = porty.connect()) {
      client.send(get(1));
      client.head();
      client.bytes(MEGABYTE);

      await().until(() -> porty.porty().openConnections() == 0);
      assertThat(client.rest()).hasSizeLessThan(60 * MEGABYTE);
    }
  }

  @Test
  void movesBothBodiesOfOneRequestAtOnce() {
    byte[] data = random(6, 12 * MEGABYTE);
    try (Backend backend =
            Backend.running(
                connection -> {
                  int left = Integer.parseInt(connection.head().first("Content-Length"));
                  connection.send(length(left));
                  while (left > 0) {
                    byte[] some = connection.some();
                    connection.send(some);
                    left -= some.length;
                  }
                });
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      Thread sender =
          new Thread(
              () -> {
                client.send(
                    "PUT /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + data.length + "\r\n\r\n");
                client.send(data);
              });
      sender.start();

      client.head();
      assertThat(client.bytes(data.length).equals(text(data))).isTrue();
    }
  }

  @Test
  void givesUpOnAClientThatSendsNothingMoreOfAMovedBody() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.bytes(6 * MEGABYTE);
                  connection.rest();
                });
        RunningPorty porty =
            RunningPorty.fixed(backend, "body_timeout_seconds = 1", "min_request_body_rate = 0");
        RawClient client = porty.connect()) {
      client.send("PUT /p HTTP/1.1\r\nHost: a\r\nContent-Length: " + 9 * MEGABYTE + "\r\n\r\n");
      client.send(new byte[6 * MEGABYTE]);

      assertThat(client.message().status()).isEqualTo(408);
    }
  }

  @Test
  void holdsAPipeOnlyWhileABodyIsMoved() {
    onlyEpollSplices();
    int size = 24 * MEGABYTE;
    try (Backend backend = sizes();
        RunningPorty porty = RunningPorty.fixed(backend);
        RawClient client = porty.connect()) {
      long before = pipes();
      client.send(get(size));
      client.head();
      String first = client.bytes(4 * MEGABYTE);
      assertThat(pipes()).as("moved by the kernel").isEqualTo(before + 2);

      String all = first + client.bytes(size - 4 * MEGABYTE);
      assertThat(all.equals(text(random(size, size)))).isTrue();
      await().untilAsserted(() -> assertThat(pipes()).isEqualTo(before));
      client.send(get(10));
      assertThat(client.message().status()).isEqualTo(200);
    }
  }

  private static long pipes() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(BulkBodyTest::isPipe).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPipe(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("pipe:");
    } catch (IOException e) {
      return false;
    }
  }
}
