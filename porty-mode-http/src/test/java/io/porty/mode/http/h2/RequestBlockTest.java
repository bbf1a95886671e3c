package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of HTTP/2 as a head in HTTP/1 form, or what is malformed about them (RFC 9113 8.3). */
class RequestBlockTest {

  private static final byte[] KEY = "dGVzdA==".getBytes(StandardCharsets.US_ASCII);
  private static final String GET = ":method GET|:scheme http|:path /a|:authority b";

  private final RequestBlock block = new RequestBlock(true);

  /**
   * The head, its lines separated by bars, or "!" and the fault.
   *
   * @param fields names and values, separated by bars
   */
  private static String head(RequestBlock block, String fields) {
    block.clear();
    for (String field : fields.split("\\|", -1)) {
      int blank = field.indexOf(' ');
      String name = blank < 0 ? field : field.substring(0, blank);
      String value = blank < 0 ? "" : field.substring(blank + 1);
      byte[] b = ("..." + name + value + "...").getBytes(StandardCharsets.ISO_8859_1);
      block.field(b, 3, 3 + name.length(), 3 + name.length() + value.length(), false);
    }
    String fault = block.finish(KEY);
    return fault != null
        ? "!" + fault
        : new String(block.bytes(), 0, block.length(), StandardCharsets.ISO_8859_1)
            .replace("\r\n", "|");
  }

  private String head(String fields) {
    return head(block, fields);
  }

  @ParameterizedTest
  @CsvSource({
    "':method GET|:scheme http|:path /a|:authority b', 'GET /a HTTP/1.1|host: b||'",
    "':authority b|:path /a|:scheme https|:method PUT', 'PUT /a HTTP/1.1|host: b||'",
    "':method GET|:scheme http|:path /|host b', 'GET / HTTP/1.1|host: b||'",
    "':method GET|:scheme http|:path /|:authority b|host B', 'GET / HTTP/1.1|host: b||'",
    "':method GET|:scheme http|:path /|:authority B.c|host b.C:80', 'GET / HTTP/1.1|host: B.c||'",
    "':method GET|:scheme https|:path /|:authority b:443|host b', 'GET / HTTP/1.1|host: b:443||'",
    "':method GET|:scheme http|:path /|:authority b:|host b:80', 'GET / HTTP/1.1|host: b:||'",
    "':method GET|:scheme http|:path /|:authority [::1]|host [::1]:80', 'GET / HTTP/1.1|host: [::1]||'",
    "':method GET|:scheme http|:path /|:authority b:81|host b:81', 'GET / HTTP/1.1|host: b:81||'",
    "':method GET|:scheme http|:path /|:authority b|host b|x y', 'GET / HTTP/1.1|host: b|x: y||'",
    "':method OPTIONS|:scheme http|:path *|:authority b', 'OPTIONS * HTTP/1.1|host: b||'",
    "':method CONNECT|:authority b:1', 'CONNECT b:1 HTTP/1.1|host: b:1||'",
    "':method GET|:scheme http|:path /|:authority b|x', 'GET / HTTP/1.1|host: b|x: ||'",
    "':method GET|:scheme http|:path /|:authority b|te trailers', 'GET / HTTP/1.1|host: b|te: trailers||'",
    "':method GET|:scheme http|:path /|:authority b|cookie a=1|x y|cookie b=2', 'GET / HTTP/1.1|host: b|x: y|cookie: a=1; b=2||'",
    "':method GET|:scheme http|:path /|:authority b|sec-websocket-key k', 'GET / HTTP/1.1|host: b|sec-websocket-key: k||'",
    "':method CONNECT|:protocol websocket|:scheme http|:path /|:authority b|sec-websocket-key k', 'GET / HTTP/1.1|host: b|connection: Upgrade|upgrade: websocket|sec-websocket-key: dGVzdA==||'",
    "':method CONNECT|:protocol other|:scheme http|:path /|:authority b', 'GET / HTTP/1.1|host: b||'",
  })
  void isAHead(String fields, String head) {
    assertThat(head(fields)).isEqualTo(head);
  }

  @ParameterizedTest
  @CsvSource({
    "':scheme http|:path /|:authority b', no :method",
    "':method GET|:path /|:authority b', no :scheme or no :path",
    "':method GET|:scheme http|:authority b', no :scheme or no :path",
    "':method GET|:scheme ftp|:path /|:authority b', unknown :scheme",
    "':method GET|:scheme HTTP|:path /|:authority b', unknown :scheme",
    "':method GET|:scheme http|:path *|:authority b', bad :path",
    "':method OPTIONS|:scheme http|:path **|:authority b', bad :path",
    "':method GET|:scheme http|:path a|:authority b', bad :path",
    "':method GET|:method GET|:scheme http|:path /', repeated or empty pseudo-field",
    "':method GET|:scheme http|:path|:authority b', repeated or empty pseudo-field",
    "':method GET|:status 200|:scheme http|:path /', unknown pseudo-field",
    "':method G T|:scheme http|:path /', forbidden character in :method",
    "':method GET|:scheme http|:path /a b', forbidden character in :path",
    "':method GET|:scheme http|x y|:path /', no :scheme or no :path",
    "':method GET|:scheme http|:path /|x y|:authority b', late pseudo-field",
    "':method CONNECT|:authority b|:path /', CONNECT has :authority alone",
    "':method CONNECT|:authority b|:scheme http', CONNECT has :authority alone",
    "':method CONNECT', CONNECT has :authority alone",
    "':method GET|:protocol websocket|:scheme http|:path /|:authority b', ':protocol without CONNECT, or not announced'",
    "':method CONNECT|:protocol websocket|:scheme http|:path /', no :authority",
    "':method CONNECT|:protocol websocket|:path /|:authority b', no :scheme or no :path",
  })
  void hasTheWrongPseudoFields(String fields, String fault) {
    assertThat(head(fields)).isEqualTo("!" + fault);
  }

  @ParameterizedTest
  @CsvSource({
    "X y, forbidden character in a field name",
    "x(y z, forbidden character in a field name",
    "x\u0080 z, forbidden character in a field name",
    "' y', empty field name",
    "'x  y', white space around a field value",
    "'x y ', white space around a field value",
    "'x \ty', white space around a field value",
    "'x y\t', white space around a field value",
    "'x y\rz', forbidden character in a field value",
    "'x y\nz', forbidden character in a field value",
    "'x y\u0000z', forbidden character in a field value",
    "'x \u007f', forbidden character in a field value",
    "connection close, connection-specific field",
    "keep-alive 1, connection-specific field",
    "proxy-connection a, connection-specific field",
    "transfer-encoding chunked, connection-specific field",
    "upgrade h2c, connection-specific field",
    "te gzip, te is not trailers",
    "host c, host differs from :authority",
    "host b:443, host differs from :authority",
    "host b:080, host differs from :authority",
    "host b:8, host differs from :authority",
    "host b:80:80, host differs from :authority",
    "host :80, host differs from :authority",
    "host 80, host differs from :authority",
    "host bb, host differs from :authority",
  })
  void hasAFieldThatIsNone(String field, String fault) {
    assertThat(head(GET + "|" + field)).isEqualTo("!" + fault);
    assertThat(head(GET + "|" + field + "|connection a"))
        .as("the first counts")
        .startsWith("!" + fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a b", "\u0080\u00ff", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"})
  void aValueHasAnyOtherCharacter(String value) {
    block.clear();
    for (String field : GET.split("\\|")) {
      String[] parts = field.split(" ");
      byte[] b = (parts[0] + parts[1]).getBytes(StandardCharsets.ISO_8859_1);
      block.field(b, 0, parts[0].length(), b.length, false);
    }
    byte[] b = ("x" + value).getBytes(StandardCharsets.ISO_8859_1);
    block.field(b, 0, 1, b.length, false);
    assertThat(block.finish(KEY)).isNull();
    assertThat(new String(block.bytes(), 0, block.length(), StandardCharsets.ISO_8859_1))
        .endsWith("\r\nx: " + value + "\r\n\r\n");
  }

  @Test
  void extendedConnectIsMalformedWhereItIsNotAnnounced() {
    assertThat(
            head(
                new RequestBlock(false),
                ":method CONNECT|:protocol websocket|:scheme http|:path /|:authority b"))
        .startsWith("!:protocol");
  }

  @Test
  void tellsAWebSocketFromOtherRequests() {
    head(GET);
    assertThat(block.isExtendedConnect()).isFalse();
    assertThat(block.isWebSocket()).isFalse();
    head(":method CONNECT|:protocol other|:scheme http|:path /|:authority b");
    assertThat(block.isExtendedConnect()).isTrue();
    assertThat(block.isWebSocket()).isFalse();
    head(":method CONNECT|:protocol websocket|:scheme http|:path /|:authority b");
    assertThat(block.isWebSocket()).isTrue();
  }

  @Test
  void readsThePriorityOfEachRequest() {
    head(GET + "|priority u=1, i");
    assertThat(block.priority().urgency()).isEqualTo(1);
    int before = new PriorityField().urgency();
    head(GET);
    assertThat(block.priority().urgency()).isEqualTo(before).isNotEqualTo(1);
  }

  @Test
  void namesFieldsThatNoHopMayIndex() {
    block.clear();
    byte[] b = "xycookie".getBytes(StandardCharsets.US_ASCII);
    block.field(b, 0, 1, 2, true);
    block.field(b, 2, 8, 8, true);
    assertThat(block.neverIndexed().contains(b, 0, 1)).isTrue();
    assertThat(block.neverIndexed().contains(b, 1, 2)).isFalse();
    assertThat(block.neverIndexed().contains(b, 2, 8)).as("never is, anyway").isFalse();
    block.clear();
    assertThat(block.neverIndexed().isEmpty()).isTrue();
  }

  @Test
  void trailersAreASectionOrMalformed() {
    assertThat(trailers("a", "b", "grpc-status", "0")).isEqualTo("a: b\r\ngrpc-status: 0\r\n\r\n");
    assertThat(trailers(":path", "/")).isEqualTo("!forbidden character in a field name");
    assertThat(trailers("te", "trailers")).isEqualTo("!connection-specific field");
    assertThat(trailers("upgrade", "b", "A", "b")).isEqualTo("!connection-specific field");
  }

  private static String trailers(String... fields) {
    TrailerBlock trailers = new TrailerBlock();
    trailers.clear();
    for (int i = 0; i < fields.length; i += 2) {
      byte[] b = (fields[i] + fields[i + 1]).getBytes(StandardCharsets.US_ASCII);
      trailers.field(b, 0, fields[i].length(), b.length, false);
    }
    String fault = trailers.finish();
    return fault != null
        ? "!" + fault
        : new String(trailers.bytes(), 0, trailers.length(), StandardCharsets.US_ASCII);
  }
}
