package io.porty.mode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.wire.Http2Bytes;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A WebSocket on a stream of a client (RFC 8441 section 5). What comes before it is open waits for
 * it: a backend of HTTP/1 that refuses the upgrade would read it as a request.
 */
class WebSocketStreamTest {

  private static final String ASK =
      ":method=CONNECT~:protocol=websocket~:scheme=http~:path=/~:authority=a.example"
          + "~sec-websocket-version=13";

  private static final String END = "\r\n\r\n";
  private static final String SMUGGLED = "GET /admin HTTP/1.1\r\nHost: smuggled" + END;

  private static byte[] early(boolean ends) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Http2Bytes.preface());
    out.writeBytes(Http2Bytes.frame(4, 0, 0));
    out.writeBytes(Http2Bytes.frame(1, 4, 1, Http2Bytes.fields(ASK)));
    out.writeBytes(Http2Bytes.frame(0, ends ? 1 : 0, 1, Http2Bytes.text(SMUGGLED)));
    return out.toByteArray();
  }

  /** A world in which the bytes have come in two pieces, and the backend has the handshake. */
  private static World asked(byte[] bytes, int cut) {
    World world = new World(Map.of("upgrade_protocols", List.of("websocket")));
    world.begin();
    world.client().arrive(Arrays.copyOf(bytes, cut));
    round(world);
    world.client().arrive(Arrays.copyOfRange(bytes, cut, bytes.length));
    round(world);
    assertThat(seen(world))
        .as("cut at " + cut)
        .startsWith("GET / HTTP/1.1")
        .doesNotContain("smuggled");
    return world;
  }

  private static String seen(World world) {
    assertThat(world.backends()).hasSize(1);
    return Http2Answers.text(world.backends().get(0).sent());
  }

  private static void round(World world) {
    world.round();
    while (world.isDialing()) {
      world.connect();
      world.round();
    }
  }

  private static void answer(World world, String response) {
    world.backends().get(0).arrive(response);
    round(world);
  }

  private static String accept(String handshake) throws GeneralSecurityException {
    String key = handshake.replaceAll("(?s).*sec-websocket-key: ([^\r]*)\r.*", "$1");
    byte[] joined = Http2Bytes.text(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(joined));
  }

  private static World open(byte[] bytes) throws GeneralSecurityException {
    World world = asked(bytes, bytes.length);
    answer(
        world,
        "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
            + ("Sec-WebSocket-Accept: " + accept(seen(world)) + END));
    return world;
  }

  /** RFC 9113 section 8.5: a stream error. */
  private static void headersAreMalformed(World world) {
    world.client().arrive(Http2Bytes.frame(1, 5, 1, Http2Bytes.fields("x=y")));
    round(world);
    assertThat(new Http2Answers().read(world.client().sent()))
        .extracting(Object::toString)
        .contains("RST 1 1")
        .noneMatch(event -> event.startsWith("GOAWAY"));
    assertThat(world.backends().get(0).hasEnded()).isTrue();
    assertThat(world.faults).isEmpty();
  }

  @Test
  void headersInItAreMalformed() throws GeneralSecurityException {
    headersAreMalformed(open(early(false)));
  }

  @Test
  void headersBeforeItIsOpenAreMalformed() {
    byte[] bytes = early(false);
    headersAreMalformed(asked(bytes, bytes.length));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsEarlyGoesNowhereIfTheBackendRefuses(boolean ends) {
    byte[] bytes = early(ends);
    for (int cut = 1; cut <= bytes.length; cut++) {
      World world = asked(bytes, cut);
      answer(world, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      assertThat(seen(world)).as("cut at " + cut).doesNotContain("smuggled");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsEarlyIsSentWhenItIsOpen(boolean ends) throws GeneralSecurityException {
    World world = open(early(ends));
    assertThat(seen(world)).endsWith(SMUGGLED);
    assertThat(world.backends().get(0).hasEnded()).isEqualTo(ends);
  }
}
