package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.wire.FrameSteps;
import io.porty.wire.WireTable;
import io.porty.wire.WireTable.Row;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a backend of HTTP/2 may answer, and what not: each line of {@code
 * src/test/resources/wire-h2-backend} is a request on a connection of its own.
 */
@ExtendWith(LeakCensus.class)
class Http2BackendWireTest {

  private static final Path TABLE = Path.of("src/test/resources/wire-h2-backend/frames.txt");
  private static final int BACKEND = 2;
  private static final int CLIENT_GETS = 3;
  private static final int BACKEND_GETS = 4;

  static Stream<Row> rows() {
    return WireTable.rows(TABLE);
  }

  private static RunningPorty porty(Http2Backend backend) {
    return RunningPorty.start(
        """
        event_loops = 1
        log_requests = false
        [[routes]]
        name = "h2"
        listen_addr = "127.0.0.1"
        listen_port = PORT
        mode = "http"
        target = "TARGET"
        """
            .replace("TARGET", backend.target()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void aResponseIsJudged(Row row) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  for (String step : row.steps(BACKEND)) {
                    connection.send(FrameSteps.bytes(step));
                  }
                  while (true) {
                    connection.frame();
                  }
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      check(client, row.column(CLIENT_GETS).split(" "));
      String seen = row.column(BACKEND_GETS);
      if (seen.equals("-")) {
        assertThat(backend.seen()).isEmpty();
      } else {
        await().until(() -> !backend.seen().isEmpty());
        assertThat(backend.seen()).first().isEqualTo(seen);
      }
    }
  }

  /** STATUS, and the content, the error, or {@code cut} for a response without its end. */
  private static void check(RawClient client, String[] expected) {
    Wire.Message head = client.head();
    while (head.status() < 200) {
      head = client.head();
    }
    assertThat(head.status()).isEqualTo(Integer.parseInt(expected[0]));
    String what = expected.length > 1 ? expected[1] : "";
    if (what.equals("cut")) {
      String length = head.first("Content-Length");
      int whole = length == null ? 8 : Integer.parseInt(length);
      assertThat(rest(client)).doesNotEndWith("0\r\n\r\n").hasSizeLessThan(whole);
    } else if (head.status() >= 500) {
      assertThat(head.first("X-Porty-Error")).isEqualTo(what);
    } else {
      assertThat(client.bodyOf(head).body()).isEqualTo(what);
    }
  }

  private static String rest(RawClient client) {
    try {
      return client.rest();
    } catch (UncheckedIOException e) {
      return ""; // a reset
    }
  }
}
