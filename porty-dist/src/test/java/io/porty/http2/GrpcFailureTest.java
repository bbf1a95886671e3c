package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RunningPorty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Porty adds to gRPC calls of its own: status codes, deadlines, ends of streams. */
@ExtendWith(LeakCensus.class)
class GrpcFailureTest {

  private static final int INTERNAL_ERROR = 2;
  private static final String GRPC = "content-type=application/grpc";

  /** A message of three bytes, with its prefix. */
  private static final String MESSAGE = "\0\0\0\0\3abc";

  /** Begins a response, and does what the test says. */
  private static Http2Backend backend(Http2Backend.Script afterHead) {
    return Http2Backend.running(
        connection -> {
          connection.begin();
          connection.request();
          connection.head(1, false, ":status=200", GRPC);
          afterHead.run(connection);
          connection.request();
        });
  }

  private static RunningPorty porty(Http2Backend backend, String... lines) {
    return RunningPorty.start(
        "log_requests = false\n[[routes]]\nname = \"grpc\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
            + backend.target()
            + "\"\n"
            + String.join("\n", lines)
            + "\n");
  }

  private static Http2Client call(RunningPorty porty, String... fields) {
    Http2Client client = Http2Client.to(porty.port());
    String[] all = new String[fields.length + 1];
    all[0] = GRPC;
    System.arraycopy(fields, 0, all, 1, fields.length);
    return client.post(1, "/porty.Test/Call", all).data(1, MESSAGE, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc", "application/grpc+proto", "application/grpc;x=y"})
  void aFailureIsAStatusInTheHead(String type) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  connection.reset(1, INTERNAL_ERROR);
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        Http2Client client = Http2Client.to(porty.port())) {
      client.post(1, "/porty.Test/Call", "content-type=" + type).data(1, MESSAGE, true);
      assertThat(client.until("END 1"))
          .anyMatch(
              event ->
                  event.startsWith("STATUS 1 200")
                      && event.contains("content-type=application/grpc")
                      && event.contains("grpc-status=14")
                      && event.contains("grpc-message=Backend closed the connection")
                      && event.contains("x-porty-error=backend_closed"))
          .noneMatch(event -> event.startsWith("DATA"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/grpc-web", "application/grpcx"})
  void otherRequestsGetTheStatusOfHttp(String type) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  connection.reset(1, INTERNAL_ERROR);
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        Http2Client client = Http2Client.to(porty.port())) {
      client.post(1, "/porty.Test/Call", "content-type=" + type).data(1, MESSAGE, true);
      assertThat(client.until("END 1"))
          .anyMatch(event -> event.startsWith("STATUS 1 502") && !event.contains("grpc-status"));
    }
  }

  @Test
  void aResponseThatIsOnlyTrailersIsNotChanged() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  connection.head(1, true, ":status=200", GRPC, "grpc-status=5");
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        Http2Client client = call(porty)) {
      assertThat(client.until("END 1"))
          .anyMatch(event -> event.startsWith("STATUS 1 200") && event.contains("grpc-status=5"))
          .noneMatch(event -> event.contains("content-length"))
          .noneMatch(event -> event.startsWith("DATA"));
    }
  }

  @Test
  void aResetBetweenMessagesIsAStatusBehindThem() {
    try (Http2Backend backend =
            backend(
                connection -> {
                  connection.data(1, MESSAGE, false);
                  connection.reset(1, INTERNAL_ERROR);
                });
        RunningPorty porty = porty(backend);
        Http2Client client = call(porty)) {
      List<String> events = client.until("END 1");
      assertThat(client.body()).isEqualTo(MESSAGE);
      assertThat(events)
          .anyMatch(event -> event.startsWith("TRAILERS 1 ") && event.contains("grpc-status=14"))
          .noneMatch(event -> event.startsWith("RST 1"));
    }
  }

  @ParameterizedTest
  @CsvSource({"'', 'x\0\0\0'", "'x\0\0\0\3abc', 'x\0\0\0\3ab'", "'', 'x'"})
  void aCutMessageIsAReset(String whole, String cut) {
    String sent = (whole + cut).replace('x', '\0');
    try (Http2Backend backend =
            backend(
                connection -> {
                  connection.data(1, sent, false);
                  connection.reset(1, INTERNAL_ERROR);
                });
        RunningPorty porty = porty(backend);
        Http2Client client = call(porty)) {
      List<String> events = client.until("RST 1");
      assertThat(client.body()).isEqualTo(sent);
      assertThat(events)
          .contains("RST 1 INTERNAL_ERROR")
          .noneMatch(event -> event.startsWith("TRAILERS"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"300m", "300000u", "1S", "00000300m"})
  void aDeadlineEndsACallThatIsNotAnswered(String timeout) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  connection.request();
                  connection.request();
                });
        RunningPorty porty = porty(backend);
        Http2Client client = call(porty, "grpc-timeout=" + timeout)) {
      assertThat(client.until("END 1"))
          .anyMatch(event -> event.startsWith("STATUS 1 200") && event.contains("grpc-status=4"));
      await().untilAsserted(() -> assertThat(backend.seen()).anyMatch(s -> s.contains("RST")));
      assertThat(backend.requests().get(0).fields()).contains("grpc-timeout=" + timeout);
    }
  }

  /** Whenever it begins within a tick of the clock. */
  @ParameterizedTest
  @ValueSource(ints = {0, 30, 60, 90})
  void aCallNeverHasLessTimeThanItIsGranted(int offset) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin();
                  while (true) {
                    connection.request();
                  }
                });
        RunningPorty porty = porty(backend);
        Http2Client client = Http2Client.to(porty.port())) {
      for (int stream = 1; stream < 12; stream += 2) {
        int millis = 50 + offset;
        long began = System.nanoTime();
        client.post(stream, "/porty.Test/Call", GRPC, "grpc-timeout=" + millis + "m");
        client.data(stream, MESSAGE, true);
        assertThat(client.until("END " + stream)).anyMatch(e -> e.contains("grpc-status=4"));
        assertThat((System.nanoTime() - began) / 1_000_000).isGreaterThanOrEqualTo(millis);
      }
    }
  }

  @Test
  void aDeadlineEndsAStreamThatHasBegun() {
    try (Http2Backend backend = backend(connection -> connection.data(1, MESSAGE, false));
        RunningPorty porty = porty(backend);
        Http2Client client = call(porty, "grpc-timeout=400m")) {
      assertThat(client.until("END 1"))
          .anyMatch(event -> event.startsWith("TRAILERS 1") && event.contains("grpc-status=4"));
      assertThat(client.body()).isEqualTo(MESSAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "S", "123456789S", "1s", "-1S", "1 S"})
  void anInvalidDeadlineIsPassedAndHasNoEffect(String timeout) {
    try (Http2Backend backend = backend(connection -> connection.head(1, true, "grpc-status=0"));
        RunningPorty porty = porty(backend);
        Http2Client client = call(porty, "grpc-timeout=" + timeout)) {
      assertThat(client.until("END 1"))
          .anyMatch(event -> event.startsWith("TRAILERS 1") && event.contains("grpc-status=0"));
      assertThat(backend.requests().get(0).fields()).contains("grpc-timeout=" + timeout);
    }
  }

  @Test
  void aStreamMayBeSilentForAsLongAsATunnel() {
    try (Http2Backend backend = backend(connection -> connection.data(1, MESSAGE, false));
        RunningPorty porty =
            porty(
                backend,
                "response_body_timeout_seconds = 0.2",
                "body_timeout_seconds = 0.2",
                "tunnel_timeout_seconds = 1.5");
        Http2Client client = Http2Client.to(porty.port())) {
      // The client's side stays open, too.
      client.post(1, "/porty.Test/Call", GRPC);
      long began = System.nanoTime();
      client.data(1, MESSAGE, true);
      List<String> events = client.until("END 1");
      assertThat((System.nanoTime() - began) / 1_000_000).isGreaterThanOrEqualTo(1_400);
      assertThat(events).anyMatch(event -> event.startsWith("TRAILERS 1 grpc-status="));
    }
  }
}
