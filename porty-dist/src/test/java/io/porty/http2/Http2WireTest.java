package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import io.porty.wire.Http2Bytes;
import io.porty.wire.WireTable;
import io.porty.wire.WireTable.Row;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames in, frames out: each line of a table in {@code src/test/resources/wire-h2} is a connection
 * of its own. A line has a name, its source, what the client sends, and what has to come back.
 * {@code ALIVE} means that the connection still answers PING and no stream was reset; behind {@code
 * ;} is more that has to come, or with {@code !} must not. A request that is not answered with 200
 * must not reach the backend.
 */
@ExtendWith(LeakCensus.class)
class Http2WireTest {

  private static final Path TABLES = Path.of("src/test/resources/wire-h2");
  private static final int CLIENT = 2;
  private static final int EXPECTED = 3;

  /** Names of rows that must not reach the backend, by the address that their client has. */
  private static final Map<String, String> REFUSED = new HashMap<>();

  private static Backend backend;
  private static RunningPorty porty;
  private static int clients;

  @BeforeAll
  static void start() {
    backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    porty = RunningPorty.fixed(backend, "max_streams = 10", "max_body_bytes = 30000");
  }

  @AfterAll
  static void stop() {
    porty.close();
    backend.close();
    // Not after each row: what must not come could come late.
    List<String> reached =
        backend.requests().stream()
            .map(request -> REFUSED.get(request.first("X-Forwarded-For")))
            .filter(Objects::nonNull)
            .toList();
    assertThat(reached).as("refused, but a backend got a complete request").isEmpty();
  }

  static Stream<Row> rows() {
    return WireTable.all(TABLES);
  }

  /** Whether the backend must not see a complete request. */
  private static boolean isRefused(Row row) {
    return row.file().toString().matches(".*(requests|bodies).txt")
        && !row.column(EXPECTED).contains(" 200");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answers(Row row) {
    String address = "127.0." + (1 + clients / 250) + "." + (1 + clients % 250);
    clients++;
    if (isRefused(row)) {
      REFUSED.put(address, row.toString());
    }
    try (Http2Client client = Http2Client.silent(address, porty.port())) {
      WireSteps.run(client, row.steps(CLIENT));
      for (String expected : row.steps(EXPECTED)) {
        check(client, expected);
      }
    }
  }

  /** RFC 9113 section 3.4: it is answered in HTTP/1, or not at all. */
  @Test
  void aPrefaceThatGoesWrongIsNoHttp2() {
    try (Http2Client client = Http2Client.silent(porty.port())) {
      client.send(Http2Bytes.text("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"));
      assertThat(client.until("CLOSED")).containsExactly("CLOSED");
    }
  }

  private static void check(Http2Client client, String expected) {
    if (expected.startsWith("!")) {
      assertThat(client.events()).noneMatch(event -> event.startsWith(expected.substring(1)));
    } else if (expected.equals("ALIVE")) {
      client.ping();
      assertThat(client.until("PONG"))
          .contains("PONG")
          .noneMatch(event -> event.matches("(GOAWAY|RST|CLOSED|RESET).*"));
    } else {
      assertThat(client.until(expected)).anyMatch(event -> event.startsWith(expected));
    }
  }
}
