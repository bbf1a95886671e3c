package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.wire.Http2Bytes;
import io.porty.wire.WireTable;
import io.porty.wire.WireTable.Row;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a backend of HTTP/1 sees of a client of HTTP/2, and the client of the backend: the tables in
 * {@code src/test/resources/wire-h2-translation}, a connection of the client for each line.
 */
@ExtendWith(LeakCensus.class)
class Http2TranslationTest {

  private static final Path TABLES = Path.of("src/test/resources/wire-h2-translation");
  private static final int CLIENT = 2;

  private static final BlockingQueue<Wire.Message> SEEN = new ArrayBlockingQueue<>(16);
  private static volatile String answer = "";
  private static Backend backend;
  private static RunningPorty porty;

  @BeforeAll
  static void start() {
    backend =
        Backend.running(
            connection -> {
              do {
                Wire.Message head = connection.head();
                boolean early = answer.contains(" 403 ");
                SEEN.add(early ? head : connection.bodyOf(head));
                connection.send(answer.replace("\\!", ""));
              } while (!answer.endsWith("\\!"));
            });
    porty = RunningPorty.fixed(backend);
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
  }

  static Stream<Row> requests() {
    return WireTable.rows(TABLES.resolve("requests.txt"));
  }

  static Stream<Row> responses() {
    return WireTable.rows(TABLES.resolve("responses.txt"));
  }

  private static Wire.Message seen() {
    await().until(() -> !SEEN.isEmpty());
    return SEEN.remove();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void theBackendSees(Row row) {
    SEEN.clear();
    answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    try (Http2Client client = Http2Client.silent(porty.port())) {
      WireSteps.run(client, row.steps(CLIENT));
      Wire.Message request = seen();
      for (String expected : row.steps(CLIENT + 1)) {
        check(request, expected);
      }
      client.until("STATUS 1");
    }
  }

  private static void check(Wire.Message request, String expected) {
    String[] words = expected.split(" ", 3);
    if (expected.startsWith("!")) {
      assertThat(request.all(expected.substring(1))).isEmpty();
    } else if (expected.endsWith(" HTTP/1.1") && !words[0].equals("body")) {
      assertThat(request.startLine()).isEqualTo(expected);
    } else {
      switch (words[0]) {
        case "body" ->
            assertThat(request.body()).isEqualTo(Http2Bytes.escaped(expected.substring(4).strip()));
        case "once" -> assertThat(request.all(words[1])).hasSize(1);
        case "has" -> assertThat(request.all(words[1])).isNotEmpty();
        case "all" -> assertThat(request.all(words[1])).containsExactly(words[2].split(","));
        case "via" -> assertThat(request.first("via")).startsWith(words[1] + " ");
        default ->
            assertThat(request.fields())
                .anyMatch(field -> isSame(field, Http2Bytes.escaped(expected)));
      }
    }
  }

  /** Names are compared without case. */
  private static boolean isSame(String field, String expected) {
    int end = field.indexOf(':') + 1;
    return end <= expected.length()
        && expected
            .substring(0, end)
            .toLowerCase(Locale.ROOT)
            .equals(field.substring(0, end).toLowerCase(Locale.ROOT))
        && expected.substring(end).strip().equals(field.substring(end).strip());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("responses")
  void theClientGets(Row row) {
    SEEN.clear();
    answer = Http2Bytes.escaped(row.column(CLIENT + 1));
    try (Http2Client client = Http2Client.silent(porty.port())) {
      WireSteps.run(client, row.steps(CLIENT));
      for (String expected : row.steps(CLIENT + 2)) {
        check(client, Http2Bytes.escaped(expected));
      }
    }
  }

  private static void check(Http2Client client, String expected) {
    String[] words = expected.split(" ", 2);
    if (expected.startsWith("!")) {
      client.ping().until("PONG");
      assertThat(client.events()).noneMatch(event -> event.contains(expected.substring(1)));
    } else if (words[0].equals("has")) {
      client.until("STATUS 1");
      assertThat(client.events()).anyMatch(event -> event.contains(words[1]));
    } else if (words[0].equals("content")) {
      assertThat(client.body()).isEqualTo(words[1]);
    } else {
      assertThat(client.until(expected)).anyMatch(event -> event.startsWith(expected));
    }
  }
}
