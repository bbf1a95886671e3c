package io.porty.http2;

import static io.porty.http2.Http2Client.bytes;
import static io.porty.http2.Http2Client.requestBytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends means the same wherever it is cut into pieces. */
@ExtendWith(LeakCensus.class)
class Http2CutTest {

  private static Backend backend;
  private static RunningPorty porty;

  @BeforeAll
  static void start() {
    backend =
        Backend.running(
            connection -> {
              while (true) {
                String body = connection.message().body();
                connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
              }
            });
    porty = RunningPorty.fixed(backend);
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
  }

  /** A connection's beginning with one request. */
  private static byte[] sequence(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Http2Client.PREFACE.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(bytes(Http2Client.SETTINGS, 0, 0, new byte[] {0, 3, 0, 0, 0, 9}));
    switch (name) {
      case "a GET" -> out.writeBytes(requestBytes(1, true, "GET", "/"));
      case "an upload with padding and trailers" -> {
        out.writeBytes(requestBytes(1, false, "POST", "/"));
        out.writeBytes(bytes(Http2Client.DATA, 8, 1, new byte[] {3, 'a', 'b', 0, 0, 0}));
        out.writeBytes(bytes(Http2Client.DATA, 0, 1, new byte[] {'c'}));
        out.writeBytes(bytes(Http2Client.HEADERS, 5, 1, Http2Client.block("x=y")));
      }
      case "a block in pieces with padding and priority" -> {
        out.writeBytes(
            bytes(1, 0x29, 1, new byte[] {2, 0, 0, 0, 0, 16, (byte) 0x82, (byte) 0x86, 0, 0}));
        out.writeBytes(bytes(9, 0, 1, new byte[] {(byte) 0x84}));
        out.writeBytes(bytes(9, 4, 1, new byte[] {0x41, 1, 'a'}));
      }
      case "frames without use" -> {
        out.writeBytes(bytes(99, 255, 7, new byte[] {1, 2, 3}));
        out.writeBytes(bytes(2, 0, 9, new byte[5]));
        out.writeBytes(bytes(16, 0, 0, new byte[] {0, 0, 0, 1, 'u', '=', '1'}));
        out.writeBytes(bytes(Http2Client.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 1, 0}));
        out.writeBytes(requestBytes(1, true, "GET", "/"));
      }
      default -> throw new AssertionError(name);
    }
    return out.toByteArray();
  }

  private static List<String> answers(byte[] sequence, int... cuts) {
    try (Http2Client client = Http2Client.silent(porty.port())) {
      int from = 0;
      for (int cut : cuts) {
        client.send(Arrays.copyOfRange(sequence, from, cut));
        from = cut;
      }
      client.send(Arrays.copyOfRange(sequence, from, sequence.length));
      client.until("END 1");
      client.ping();
      client.until("PONG");
      return client.events().stream()
          .filter(event -> !event.startsWith("WINDOW"))
          .map(event -> event.replaceFirst(" date=.*", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a GET",
        "an upload with padding and trailers",
        "a block in pieces with padding and priority",
        "frames without use"
      })
  void isAnsweredTheSame(String name) {
    byte[] sequence = sequence(name);
    List<String> whole = answers(sequence);
    assertThat(whole).contains("END 1", "PONG").anyMatch(e -> e.startsWith("STATUS 1 200"));
    for (int cut = 1; cut < sequence.length; cut++) {
      assertThat(answers(sequence, cut)).as("cut at " + cut).isEqualTo(whole);
    }
    int[] all = IntStream.range(1, sequence.length).toArray();
    assertThat(answers(sequence, all)).isEqualTo(whole);
  }
}
