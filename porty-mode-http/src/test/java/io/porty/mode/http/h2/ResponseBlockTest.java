package io.porty.mode.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.porty.mode.http.head.HeadWriter;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A head that Porty has written in HTTP/1 form, as fields of HTTP/2. */
class ResponseBlockTest {

  private final ResponseBlock block = new ResponseBlock();

  private static HeadWriter head(String lines) {
    HeadWriter head = new HeadWriter();
    head.put((lines.replace("|", "\r\n") + "\r\n\r\nbody").getBytes(StandardCharsets.ISO_8859_1));
    return head;
  }

  private String fields(String lines, int status) {
    HpackEncoder out = new HpackEncoder();
    out.begin(false);
    HeadWriter head = head(lines);
    int end = block.encode(out, head, status);
    assertThat(end).as("behind the empty line").isEqualTo(head.length() - 4);
    return decoded(out);
  }

  private static String decoded(HpackEncoder out) {
    List<String> fields = new ArrayList<>();
    HpackResult result =
        new HpackDecoder(new HpackLimits(100, 16_384))
            .decode(
                out.bytes(),
                0,
                out.length(),
                new DynamicTable(4096),
                (b, start, nameEnd, end, never) ->
                    fields.add(
                        new String(b, start, nameEnd - start, StandardCharsets.ISO_8859_1)
                            + "="
                            + new String(b, nameEnd, end - nameEnd, StandardCharsets.ISO_8859_1)
                            + (never ? " never" : "")));
    assertThat(result).isEqualTo(HpackResult.OK);
    return String.join("|", fields);
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK', ':status=200'",
    "'HTTP/1.1 200 OK|A-B: c', ':status=200|a-b=c'",
    "'HTTP/1.1 200 OK|A: \t c \t', ':status=200|a=c'",
    "'HTTP/1.1 200 OK|A:', ':status=200|a='",
    "'HTTP/1.1 200 OK|A: \t', ':status=200|a='",
    "'HTTP/1.1 200 OK|A: c d', ':status=200|a=c d'",
    "'HTTP/1.1 200 OK|Connection: close|Keep-Alive: 1|Transfer-Encoding: chunked|Upgrade: b|A: c', ':status=200|a=c'",
    "'HTTP/1.1 200 OK|Sec-WebSocket-Accept: b|A: c', ':status=200|a=c'",
    "'HTTP/1.1 200 OK|Set-Cookie: b=c', ':status=200|set-cookie=b=c never'",
    "'HTTP/1.1 200 OK|Location: /', ':status=200|location=/'",
  })
  void isEncoded(String lines, String fields) {
    assertThat(fields(lines, 200)).isEqualTo(fields);
    assertThat(fields(lines, 200)).as("again, by lines that are known").isEqualTo(fields);
  }

  @Test
  void theStatusMayBeAnother() {
    assertThat(fields("HTTP/1.1 101 Switching Protocols|A: b", 200)).isEqualTo(":status=200|a=b");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 204, 305, 599, 999})
  void readsTheStatusOfAHead(int status) {
    assertThat(ResponseBlock.status(head("HTTP/1.1 " + status + " x"))).isEqualTo(status);
  }

  @Test
  void noTrailerMayBeIndexed() {
    HpackEncoder out = new HpackEncoder();
    out.begin(false);
    ResponseBlock.trailers(
        out, "Grpc-Status:  0 \r\nA: b\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(decoded(out)).isEqualTo("grpc-status=0 never|a=b never");
  }
}
