package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.porty.fixture.LeakCensus;
import io.porty.fixture.RawClient;
import io.porty.fixture.RunningPorty;
import io.porty.fixture.Wire;
import io.porty.http2.Http2Backend.Connection;
import io.porty.http2.Http2Backend.Frame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets to backends that speak HTTP/2: extended CONNECT (RFC 8441). */
@ExtendWith(LeakCensus.class)
class WebSocketBackendTest {

  private static final byte[] CONNECTS = {0, 8, 0, 0, 0, 1};
  private static final int CANCEL = 8;
  private static final int PROTOCOL_ERROR = 1;
  private static final int INTERNAL_ERROR = 2;

  /** Key and answer of RFC 6455 section 1.3. */
  private static final String HANDSHAKE =
      "GET /chat?room=1 HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat\r\n\r\n";

  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  /** What the backend saw, of all tunnels. */
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** Takes a WebSocket, and does what the test says. */
  private Http2Backend backend(Script inTunnel) {
    return Http2Backend.running(
        connection -> {
          connection.begin(CONNECTS);
          Frame head = head(connection);
          seen.addAll(connection.fields(head));
          seen.add(head.ends() ? "ENDED" : "OPEN");
          connection.head(
              head.stream(), false, ":status=200", "sec-websocket-protocol=chat", "x-a=b");
          inTunnel.run(connection, head.stream());
        });
  }

  @FunctionalInterface
  private interface Script {
    void run(Connection connection, int stream) throws Exception;
  }

  private static Frame head(Connection connection) throws Exception {
    Frame frame = connection.frame();
    while (frame.type() != Http2Client.HEADERS) {
      frame = connection.frame();
    }
    return frame;
  }

  /** Sends back what comes, until the end. */
  private static void echo(Connection connection, int stream) throws Exception {
    while (true) {
      Frame frame = connection.frame();
      if (frame.type() == Http2Client.DATA && frame.stream() == stream) {
        if (frame.payload().length > 0) {
          connection.window(stream, frame.payload().length);
        }
        connection.send(
            Http2Client.DATA, frame.ends() ? Http2Client.END_STREAM : 0, stream, frame.payload());
      }
    }
  }

  private static RunningPorty porty(Http2Backend backend, String... lines) {
    return RunningPorty.start(
        "log_requests = false\nevent_loops = 1\n[[routes]]\nname = \"h2\"\nlisten_addr = \"127.0.0.1\"\nlisten_port = PORT\nmode = \"http\"\nrouters = [\"fixed\"]\ntarget = \""
            + backend.target()
            + "\"\n"
            + String.join("\n", lines)
            + "\n");
  }

  /** Opens, and reads the 101. */
  private static RawClient open(RunningPorty porty) {
    RawClient client = porty.connect();
    client.send(HANDSHAKE);
    Wire.Message head = client.head();
    assertThat(head.startLine()).startsWith("HTTP/1.1 101 ");
    assertThat(head.all("Sec-WebSocket-Accept")).containsExactly(ACCEPT);
    assertThat(head.all("Upgrade")).containsExactly("websocket");
    assertThat(head.first("Connection")).isEqualToIgnoringCase("upgrade");
    assertThat(head.all("Sec-WebSocket-Protocol")).containsExactly("chat");
    assertThat(head.all("X-A")).containsExactly("b");
    return client;
  }

  @Test
  void aHandshakeBecomesAnExtendedConnect() {
    try (Http2Backend backend = backend(WebSocketBackendTest::echo);
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      client.send("hello");
      assertThat(client.bytes(5)).isEqualTo("hello");
      assertThat(seen)
          .startsWith(
              ":method=CONNECT",
              ":protocol=websocket",
              ":scheme=http",
              ":path=/chat?room=1",
              ":authority=127.0.0.1:" + backend.port())
          .contains("sec-websocket-version=13", "sec-websocket-protocol=chat")
          .endsWith("OPEN")
          .noneMatch(field -> field.matches("(sec-websocket-key|upgrade|connection)=.*"));
    }
  }

  /** Strict backends would hold the tunnel's bytes against it. */
  @Test
  void aLengthOfTheHandshakeIsNotPassed() {
    try (Http2Backend backend = backend(WebSocketBackendTest::echo);
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(HANDSHAKE.replace("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\nhello"));
      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.bytes(5)).isEqualTo("hello");
      assertThat(seen).noneMatch(field -> field.startsWith("content-length"));
    }
  }

  @Test
  void bytesBehindTheHandshakeArePassedOn() {
    try (Http2Backend backend = backend(WebSocketBackendTest::echo);
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(HANDSHAKE + "early");
      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.bytes(5)).isEqualTo("early");
    }
  }

  @Test
  void aMegabyteGoesBothWays() {
    String block = "0123456789abcdef".repeat(4096);
    try (Http2Backend backend = backend(WebSocketBackendTest::echo);
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      for (int i = 0; i < 16; i++) {
        client.send(block);
        assertThat(client.bytes(block.length())).isEqualTo(block);
      }
    }
  }

  @Test
  void theClientsHalfCloseIsTheEndOfTheStream() {
    try (Http2Backend backend =
            backend(
                (connection, stream) -> {
                  Frame frame = connection.frame();
                  while (!(frame.type() == Http2Client.DATA && frame.ends())) {
                    frame = connection.frame();
                  }
                  connection.data(stream, "bye", true);
                  connection.frame();
                });
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      client.send("x");
      client.halfClose();
      assertThat(client.rest()).isEqualTo("bye");
      assertThat(backend.seen()).noneMatch(frame -> frame.startsWith("RST"));
    }
  }

  @Test
  void theBackendsEndIsAHalfClose() throws InterruptedException {
    CountDownLatch got = new CountDownLatch(1);
    try (Http2Backend backend =
            backend(
                (connection, stream) -> {
                  connection.data(stream, "last", true);
                  Frame frame = connection.frame();
                  while (frame.type() != Http2Client.DATA) {
                    frame = connection.frame();
                  }
                  seen.add(new String(frame.payload(), java.nio.charset.StandardCharsets.US_ASCII));
                  got.countDown();
                  connection.frame();
                });
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      assertThat(client.rest()).isEqualTo("last");
      client.send("still here");
      assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).contains("still here");
    }
  }

  @Test
  void aResetOfTheBackendIsAReset() {
    try (Http2Backend backend =
            backend(
                (connection, stream) -> {
                  connection.data(stream, "half", false);
                  connection.reset(stream, INTERNAL_ERROR);
                  connection.frame();
                });
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      assertThat(client.bytes(4)).isEqualTo("half");
      assertThat(client.isReset()).isTrue();
    }
  }

  /** RFC 9113 section 8.5. */
  @Test
  void headersOfTheBackendAreAReset() {
    try (Http2Backend backend =
            backend(
                (connection, stream) -> {
                  connection.data(stream, "half", false);
                  connection.head(stream, true, "x=y");
                  connection.frame();
                });
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      assertThat(client.bytes(4)).isEqualTo("half");
      assertThat(client.isReset()).isTrue();
      await().untilAsserted(() -> assertThat(backend.seen()).contains("RST 1 " + PROTOCOL_ERROR));
    }
  }

  @Test
  void aResetBehindAHalfCloseEndsTheTunnel() {
    try (Http2Backend backend =
            backend(
                (connection, stream) -> {
                  connection.data(stream, "bye", true);
                  connection.reset(stream, CANCEL);
                  connection.frame();
                });
        RunningPorty porty = porty(backend);
        RawClient client = open(porty)) {
      assertThat(client.bytes(3)).isEqualTo("bye");
      assertThat(client.isReset() || client.isEnded()).isTrue();
    }
  }

  @Test
  void aClientThatLeavesResetsItsStreamAndNoOther() {
    try (Http2Backend backend = backend(WebSocketBackendTest::echo);
        RunningPorty porty = porty(backend)) {
      RawClient client = open(porty);
      client.send("a");
      assertThat(client.bytes(1)).isEqualTo("a");
      client.reset();
      await().untilAsserted(() -> assertThat(backend.seen()).contains("RST 1 " + CANCEL));
    }
  }

  @Test
  void aRefusalIsAnOrdinaryResponse() {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin(CONNECTS);
                  Frame head = head(connection);
                  connection.head(head.stream(), false, ":status=403", "content-length=2");
                  connection.data(head.stream(), "no", true);
                  Frame next = head(connection);
                  connection.head(next.stream(), true, ":status=204");
                  connection.frame();
                });
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(HANDSHAKE);
      Wire.Message refusal = client.message();
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.body()).isEqualTo("no");
      assertThat(client.get("/").status()).isEqualTo(204);
      assertThat(backend.accepted()).isEqualTo(1);
    }
  }

  @Test
  void aBackendWithoutExtendedConnectIsNamed() {
    try (Http2Backend backend = Http2Backend.ok("hello");
        RunningPorty porty = porty(backend);
        RawClient client = porty.connect()) {
      client.send(HANDSHAKE);
      Wire.Message refusal = client.message();
      assertThat(refusal.status()).isEqualTo(502);
      assertThat(refusal.first("X-Porty-Error")).isEqualTo("backend_invalid");
      assertThat(backend.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"000800000002", "000800000001000800000000"})
  void aWrongSettingEndsTheConnection(String settings) {
    try (Http2Backend backend =
            Http2Backend.running(
                connection -> {
                  connection.begin(java.util.HexFormat.of().parseHex(settings));
                  while (true) {
                    connection.frame();
                  }
                });
        RunningPorty porty = porty(backend, "max_retries = 0");
        RawClient client = porty.connect()) {
      client.send(HANDSHAKE);
      assertThat(client.message().status()).isEqualTo(502);
      await().untilAsserted(() -> assertThat(backend.seen()).contains("GOAWAY 1"));
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "70000", "200000"})
  void aClientOfHttp2HasTheSame(int bytes) {
    String text = "0123456789".repeat(bytes / 10 + 1).substring(0, bytes);
    try (Http2Backend backend = backend(WebSocketBackendTest::echo);
        RunningPorty porty = porty(backend);
        Http2Client client = Http2Client.to(porty.port())) {
      client.frame(
          Http2Client.HEADERS,
          Http2Client.END_HEADERS,
          1,
          Http2Client.block(
              ":method=CONNECT",
              ":protocol=websocket",
              ":scheme=http",
              ":path=/chat",
              ":authority=a.test",
              "sec-websocket-version=13"));
      assertThat(client.until("STATUS 1")).anyMatch(event -> event.startsWith("STATUS 1 200"));
      for (int at = 0; at < bytes; at += 16_000) {
        String part = text.substring(at, Math.min(bytes, at + 16_000));
        client.data(1, part, false);
        while (client.bodyLength() < at + part.length() && client.next()) {
          // Reads on.
        }
        client.frame(Http2Client.WINDOW_UPDATE, 0, 1, Http2Client.number(part.length()));
        client.frame(Http2Client.WINDOW_UPDATE, 0, 0, Http2Client.number(part.length()));
      }
      assertThat(client.body()).isEqualTo(text);
      client.data(1, "", true);
      assertThat(client.until("END 1")).contains("END 1");
    }
  }
}
