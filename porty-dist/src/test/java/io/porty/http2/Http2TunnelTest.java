package io.porty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.porty.fixture.Backend;
import io.porty.fixture.LeakCensus;
import io.porty.fixture.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets by extended CONNECT (RFC 8441) to backends that speak HTTP/1.1. */
@ExtendWith(LeakCensus.class)
class Http2TunnelTest {

  private static final int CANCEL = 8;
  private static final String WEBSOCKETS = "upgrade_protocols = [\"websocket\"]";

  private static String accept(Wire.Message head) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (head.first("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void accepts(Backend.Connection connection, String rest) {
    Wire.Message head = connection.head();
    connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: "
            + accept(head)
            + "\r\n\r\n"
            + rest);
  }

  private static void connects(Http2Client client, int stream) {
    String[] fields = {
      ":method=CONNECT",
      ":protocol=websocket",
      ":scheme=http",
      ":path=/chat",
      ":authority=a.example",
      "sec-websocket-version=13",
      "sec-websocket-protocol=chat"
    };
    client.frame(Http2Client.HEADERS, 4, stream, Http2Client.block(fields));
  }

  private static void untilBody(Http2Client client, String text) {
    while (!client.body().contains(text) && client.next()) {
      continue;
    }
    assertThat(client.body()).contains(text);
  }

  @Test
  void bytesPassBothWaysUntilBothHalvesAreClosed() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  accepts(connection, "first|");
                  connection.echo();
                  connection.send("|last");
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(client.until("STATUS 1"))
          .anyMatch(
              event ->
                  event.startsWith("STATUS 1 200")
                      && event.contains("sec-websocket-protocol=chat")
                      && !event.contains("sec-websocket-accept")
                      && !event.contains("upgrade"));
      untilBody(client, "first|");
      client.data(1, "to and fro", false);
      untilBody(client, "to and fro");
      assertThat(client.events()).doesNotContain("END 1");
      client.data(1, ", half-closed", true);
      client.until("END 1");
      assertThat(client.body()).isEqualTo("first|to and fro, half-closed|last");
      JsonObject record = porty.records(1).get(0);
      assertThat(record.get("error")).isNull();
      assertThat(record.get("status").getAsInt()).isEqualTo(101);
      client.ping();
      assertThat(client.until("PONG")).noneMatch(event -> event.matches("(RST|GOAWAY).*"));
    }
  }

  @Test
  void theHandshakeIsPortysOwn() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  Wire.Message head = connection.head();
                  boolean ok =
                      head.startLine().equals("GET /chat HTTP/1.1")
                          && head.first("upgrade").equals("websocket")
                          && head.first("connection").equalsIgnoreCase("upgrade")
                          && head.first("sec-websocket-version").equals("13")
                          && head.first("sec-websocket-key").length() == 24
                          && head.first("content-length") == null
                          && head.first("transfer-encoding") == null;
                  if (ok) {
                    seen.countDown();
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theBackendsHalfCloseIsEndStreamAndTheClientGoesOn() throws Exception {
    StringBuilder got = new StringBuilder();
    CountDownLatch ended = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  accepts(connection, "bye");
                  connection.halfClose();
                  got.append(connection.rest());
                  ended.countDown();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(client.until("END 1")).contains("END 1").noneMatch(e -> e.startsWith("RST"));
      client.data(1, "still here", false).data(1, "", true);
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(got.toString()).isEqualTo("still here");
    }
  }

  @Test
  void aResetOfTheClientResetsTheBackend() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    try (Backend backend =
            Backend.running(
                connection -> {
                  accepts(connection, "first");
                  if (connection.isReset()) {
                    reset.countDown();
                  }
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      untilBody(client, "first");
      client.reset(1, CANCEL);
      assertThat(reset.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(porty.records(1).get(0).get("error").getAsString()).isEqualTo("relay_broken");
    }
  }

  @Test
  void aResetOfTheBackendIsCancel() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  accepts(connection, "");
                  connection.bytes(2);
                  connection.reset();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      client.until("STATUS 1");
      client.data(1, "go", false);
      assertThat(client.until("RST 1")).contains("RST 1 CANCEL").doesNotContain("END 1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno",
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n"
      })
  void aRefusalOfTheBackendPasses(String response) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(response);
                  connection.head();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(client.until("END 1"))
          .anyMatch(event -> event.startsWith("STATUS 1 40"))
          .contains("DATA 1 2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      })
  void whatIsNoAnswerToTheHandshakeIs502(String response) {
    try (Backend backend =
            Backend.running(
                connection -> {
                  connection.head();
                  connection.send(response);
                  connection.isEnded();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(client.until("END 1"))
          .anyMatch(
              event ->
                  event.startsWith("STATUS 1 502")
                      && event.contains("x-porty-error=backend_invalid"));
      client.ping();
      assertThat(client.until("PONG")).contains("PONG");
    }
  }

  @Test
  void aSilentTunnelEndsAtItsTimeout() {
    try (Backend backend =
            Backend.running(
                connection -> {
                  accepts(connection, "");
                  connection.isEnded();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS, "tunnel_timeout_seconds = 1");
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(client.until("RST 1")).contains("RST 1 CANCEL");
      assertThat(porty.records(1).get(0).get("error").getAsString()).isEqualTo("idle_timeout");
      await().until(() -> backend.open() == 0);
    }
  }

  @Test
  void whereNoRouteTakesWebSocketsExtendedConnectIsMalformed() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), "upgrade_protocols = []");
        Http2Client client = porty.connect()) {
      connects(client, 1);
      assertThat(client.until("RST 1")).contains("RST 1 PROTOCOL_ERROR");
      assertThat(backend.accepted()).isZero();
    }
  }

  @Test
  void otherProtocolsAre405() {
    try (Backend backend = Backend.ok("ok");
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      client.frame(
          Http2Client.HEADERS,
          4,
          1,
          Http2Client.block(
              ":method=CONNECT",
              ":protocol=connect-udp",
              ":scheme=http",
              ":path=/",
              ":authority=a.example"));
      assertThat(client.until("END 1")).anyMatch(event -> event.startsWith("STATUS 1 405"));
      assertThat(backend.accepted()).isZero();
    }
  }

  @Test
  void aTunnelKeepsToBothWindows() {
    int size = 3_000_000;
    try (Backend backend =
            Backend.running(
                connection -> {
                  accepts(connection, "");
                  connection.echo();
                });
        Http2Porty porty = Http2Porty.to(backend.port(), WEBSOCKETS);
        Http2Client client = porty.connect()) {
      connects(client, 1);
      client.until("STATUS 1");
      client.givingBack().upload(1, size, false);
      while (client.received(1) < size && client.next()) {
        continue;
      }
      assertThat(client.received(1)).isEqualTo(size);
      client.data(1, "", true);
      assertThat(client.until("END 1")).contains("END 1");
    }
  }
}
