package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.porty.api.Scheme;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.hpack.DynamicTable;
import io.porty.mode.http.hpack.HpackDecoder;
import io.porty.mode.http.hpack.HpackEncoder;
import io.porty.mode.http.hpack.HpackLimits;
import io.porty.mode.http.hpack.HpackResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads for backends and of backends, in HTTP/1 form and as fields of HTTP/2. */
class UpstreamBlocksTest {

  private final UpstreamRequestBlock requests = new UpstreamRequestBlock();
  private final UpstreamResponseBlock responses = new UpstreamResponseBlock();

  /**
   * The fields that a head is encoded as, separated by bars.
   *
   * @param head its lines, separated by bars
   */
  private String fields(String head, Scheme scheme, boolean connects, NeverIndexed never) {
    HpackEncoder out = new HpackEncoder();
    out.begin(false);
    byte[] bytes = (head.replace("|", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    requests.encode(out, Unpooled.wrappedBuffer(bytes), scheme, connects, never);
    List<String> fields = new ArrayList<>();
    HpackResult result =
        new HpackDecoder(new HpackLimits(100, 16_384))
            .decode(
                out.bytes(),
                0,
                out.length(),
                new DynamicTable(4096),
                (b, start, nameEnd, end, isNever) ->
                    fields.add(
                        text(b, start, nameEnd)
                            + " "
                            + text(b, nameEnd, end)
                            + (isNever ? " (never)" : "")));
    assertThat(result).isEqualTo(HpackResult.OK);
    return String.join("|", fields);
  }

  private static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private String fields(String head) {
    return fields(head, Scheme.H2C, false, NeverIndexed.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1|Host: a', ':method GET|:scheme http|:path /|:authority a'",
    "'POST /b HTTP/1.1|Host: a', ':method POST|:scheme http|:path /b|:authority a'",
    "'PUT /b HTTP/1.1|Host: a', ':method PUT|:scheme http|:path /b|:authority a'",
    "'OPTIONS * HTTP/1.1|Host: a', ':method OPTIONS|:scheme http|:path *|:authority a'",
    "'GET / HTTP/1.1|Host:', ':method GET|:scheme http|:path /'",
    "'GET / HTTP/1.1|Host: a|X-Y:  z', ':method GET|:scheme http|:path /|:authority a|x-y z'",
    "'GET / HTTP/1.1|Host: a|X:\tz \t', ':method GET|:scheme http|:path /|:authority a|x z'",
    "'GET / HTTP/1.1|Host: a|X:', ':method GET|:scheme http|:path /|:authority a|x '",
    "'GET / HTTP/1.1|Host: a|X:  ', ':method GET|:scheme http|:path /|:authority a|x '",
    "'GET / HTTP/1.1|Host: a|Connection: close|Keep-Alive: 1|Upgrade: x|Proxy-Connection: y|Transfer-Encoding: chunked|Host: b', ':method GET|:scheme http|:path /|:authority a'",
    "'GET / HTTP/1.1|Host: a|TE: trailers|Content-Length: 0', ':method GET|:scheme http|:path /|:authority a|te trailers|content-length 0'",
    "'GET / HTTP/1.1|Host: a|Cookie: b=c', ':method GET|:scheme http|:path /|:authority a|cookie b=c (never)'",
  })
  void aRequestIsEncoded(String head, String fields) {
    assertThat(fields(head)).isEqualTo(fields);
    assertThat(fields(head)).as("again, by lines that are known").isEqualTo(fields);
  }

  @Test
  void theSchemeIsTheConnections() {
    assertThat(fields("GET / HTTP/1.1|Host: a", Scheme.HTTPS, false, NeverIndexed.NONE))
        .contains(":scheme https");
  }

  @Test
  void aHandshakeIsAnExtendedConnectWithoutItsKey() {
    assertThat(
            fields(
                "GET /chat HTTP/1.1|Host: a|Upgrade: websocket|Connection: upgrade|Sec-WebSocket-Key: k|Content-Length: 0|X: y",
                Scheme.H2C,
                true,
                NeverIndexed.NONE))
        .isEqualTo(":method CONNECT|:protocol websocket|:scheme http|:path /chat|:authority a|x y");
    assertThat(requests.webSocketKey()).asString().isEqualTo("k");
    fields("GET / HTTP/1.1|Host: a");
    assertThat(requests.webSocketKey()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "x, ':path /|:authority a|x y (never)|z y'",
    ":path, ':path / (never)|:authority a|x y|z y'",
    "host, ':path /|:authority a (never)|x y|z y'",
    ":authority, ':path /|:authority a (never)|x y|z y'",
  })
  void whatNoHopMayIndexStaysSo(String name, String fields) {
    byte[] b = name.getBytes(StandardCharsets.US_ASCII);
    NeverIndexed never = NeverIndexed.NONE.with(b, 0, b.length);
    String head = "GET / HTTP/1.1|Host: a|X: y|Z: y";
    String before = fields(head); // its lines are known from now on
    assertThat(fields(head, Scheme.H2C, false, never))
        .isEqualTo(":method GET|:scheme http|" + fields);
    assertThat(fields(head)).as("the next one").isEqualTo(before);
  }

  @Test
  void whatIsKnownOfRequestsIsNotSentInAHandshake() {
    fields("GET / HTTP/1.1|Host: a|Content-Length: 0|Sec-WebSocket-Key: k");
    assertThat(
            fields(
                "GET / HTTP/1.1|Host: a|Content-Length: 0|Sec-WebSocket-Key: k",
                Scheme.H2C,
                true,
                NeverIndexed.NONE))
        .isEqualTo(":method CONNECT|:protocol websocket|:scheme http|:path /|:authority a");
  }

  @Test
  void aHeadMayBeLong() {
    String value = "y".repeat(9000);
    assertThat(fields("GET / HTTP/1.1|Host: a|X: " + value)).endsWith("|x " + value);
  }

  private String response(String accept, String fields) {
    responses.clear(accept.getBytes(StandardCharsets.US_ASCII));
    for (String field : fields.split("\\|")) {
      int blank = field.indexOf(' ');
      byte[] b = ("." + field).replaceFirst(" ", "").getBytes(StandardCharsets.ISO_8859_1);
      responses.field(b, 1, 1 + blank, b.length, field.startsWith("secret"));
    }
    String fault = responses.finish();
    return fault != null
        ? "!" + fault
        : text(responses.bytes(), 0, responses.length()).replace("\r\n", "|");
  }

  @ParameterizedTest
  @CsvSource({
    "':status 200|a b', 'HTTP/1.1 200 OK|a: b||'",
    "':status 404', 'HTTP/1.1 404 Not Found||'",
    "':status 100', 'HTTP/1.1 100 Continue||'",
    "':status 999|a ', 'HTTP/1.1 999 Failed|a: ||'",
    "'a b', '!no :status'",
    "'a b|:status 200', '!no :status'",
    "':status 200|:status 200', '!repeated or late :status'",
    "':status 200|a b|:status 200', '!repeated or late :status'",
    "':path /|:status 200', '!unknown pseudo-field'",
    "':status 20', '!:status is no status code'",
    "':status 2000', '!:status is no status code'",
    "':status 020', '!:status is no status code'",
    "':status 2/0', '!:status is no status code'",
    "':status 20:', '!:status is no status code'",
    "':status 200|A b', '!forbidden character in a field name'",
    "':status 200|connection close', '!connection-specific field'",
    "':status 200|transfer-encoding chunked|A b', '!connection-specific field'",
  })
  void aResponseIsAHeadOrMalformed(String fields, String head) {
    assertThat(response("", fields)).isEqualTo(head);
  }

  @Test
  void success2xxOpensAWebSocket() {
    assertThat(response("k=", ":status 200|a b"))
        .isEqualTo(
            "HTTP/1.1 101 Switching Protocols|connection: upgrade|upgrade: websocket|sec-websocket-accept: k=|a: b||");
    assertThat(response("k=", ":status 299")).startsWith("HTTP/1.1 101 ");
    assertThat(response("k=", ":status 300")).startsWith("HTTP/1.1 300 ");
    assertThat(response("k=", ":status 199")).startsWith("HTTP/1.1 199 ");
  }

  @Test
  void whatABackendMarksAsNeverIndexedIsNamed() {
    response("", ":status 200|secret b");
    byte[] secret = "secret".getBytes(StandardCharsets.US_ASCII);
    assertThat(responses.neverIndexed().contains(secret, 0, 6)).isTrue();
    response("", ":status 200|a b");
    assertThat(responses.neverIndexed().isEmpty()).isTrue();
  }
}
