package io.porty.mode.http.h2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.NeverIndexed;
import io.porty.mode.http.hpack.HpackEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a response becomes does not depend on those before it. */
class EncodedLinesTest {

  private static final int HEADS = 20_000;

  private static final String[] NAMES = {
    "Date",
    "date",
    "Content-Type",
    "content-length",
    "Content-Language",
    "Set-Cookie",
    "X",
    "Connection",
    "Sec-WebSocket-Accept",
    "ETag",
    "x-a-long-name-that-shares-its-first-bytes-1",
    "x-a-long-name-that-shares-its-first-bytes-2",
  };

  private final HpackEncoder encoder = new HpackEncoder();

  private byte[] encode(ResponseBlock block, String head) {
    HeadWriter writer = new HeadWriter().put(head.getBytes(StandardCharsets.ISO_8859_1));
    encoder.begin(false);
    int end = block.encode(encoder, writer, ResponseBlock.status(writer));
    assertEquals(head.indexOf("\r\n\r\n") + 4, end);
    return Arrays.copyOf(encoder.bytes(), encoder.length());
  }

  @Test
  void aHeadIsEncodedAsIfItWereTheFirst() {
    Random random = new Random(1);
    ResponseBlock used = new ResponseBlock();
    for (int i = 0; i < HEADS; i++) {
      String head = head(random);
      assertArrayEquals(encode(new ResponseBlock(), head), encode(used, head), head);
    }
  }

  /** Few values for each name, so that lines are met again; some end a head, some a line early. */
  private static String head(Random random) {
    StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (int lines = random.nextInt(8); lines > 0; lines--) {
      text.append(NAMES[random.nextInt(NAMES.length)]);
      text.append(random.nextInt(4) == 0 ? ":" : random.nextInt(4) == 0 ? ":  \t" : ": ");
      text.append("v".repeat(random.nextInt(3) * random.nextInt(70)));
      text.append(random.nextInt(5)).append(random.nextInt(8) == 0 ? " \t" : "").append("\r\n");
    }
    text.append("\r\n");
    if (random.nextInt(3) == 0) {
      text.append("Date: of the body\r\n\r\n");
    }
    return text.toString();
  }

  @Test
  void aLineIsKnownOnceItWasEncoded() {
    byte[] head =
        "Content-Type: text/plain\r\nDate: today\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    EncodedLines lines = new EncodedLines();
    assertEquals(0, lines.add(encoder, head, 0));
    keep(lines, head, 26, "content-typetext/plain", 12);
    encoder.begin(false);
    assertEquals(26, lines.add(encoder, head, 0));
    assertEquals(26, lines.add(encoder, head, 26));
  }

  @Test
  void aLineWithASecretIsNotKept() {
    byte[] head = "Set-Cookie: a=b; path=/\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    EncodedLines lines = new EncodedLines();
    keep(lines, head, 25, "set-cookiea=b; path=/", 10);
    assertEquals(0, lines.add(encoder, head, 0));
  }

  /** RFC 7541 section 7.1.3: whatever the line became for a sender that did not say so. */
  @Test
  void aFieldThatNoHopMayIndexIsEncodedSoAndNoOther() {
    ResponseBlock used = new ResponseBlock();
    String head = "HTTP/1.1 200 OK\r\nX-Key: abc\r\nX-Other: abc\r\n\r\n";
    byte[] plain = encode(used, head);
    byte[] key = "x-key".getBytes(StandardCharsets.UTF_8);
    HeadWriter writer = new HeadWriter().put(head.getBytes(StandardCharsets.ISO_8859_1));
    writer.neverIndexed(NeverIndexed.NONE.with(key, 0, key.length));
    encoder.begin(false);
    used.encode(encoder, writer, 200);
    byte[] marked = Arrays.copyOf(encoder.bytes(), encoder.length());
    assertEquals(0, plain[1]);
    assertEquals(0x10, marked[1]);
    marked[1] = 0;
    assertArrayEquals(plain, marked);
    assertArrayEquals(plain, encode(used, head));
  }

  private void keep(EncodedLines lines, byte[] head, int end, String field, int nameEnd) {
    byte[] b = field.getBytes(StandardCharsets.UTF_8);
    encoder.begin(false);
    lines.begin(head, 0, end);
    encoder.field(b, 0, nameEnd, nameEnd, b.length, false);
    lines.end(encoder, 0);
  }
}
