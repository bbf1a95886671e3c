package io.porty.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Frames of HTTP/2 as bytes, valid or not (RFC 9113 section 4). */
public final class Http2Bytes {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /** The largest value of a prefix of seven bits (RFC 7541 section 5.1). */
  private static final int PREFIX = 127;

  private Http2Bytes() {}

  /** What a client sends first. */
  public static byte[] preface() {
    return text(PREFACE);
  }

  /**
   * One frame.
   *
   * @param stream of which 32 bits are written
   */
  public static byte[] frame(int type, int flags, long stream, byte... payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) (payload.length >> 16), (byte) (payload.length >> 8)});
    out.writeBytes(new byte[] {(byte) payload.length, (byte) type, (byte) flags});
    out.writeBytes(number(stream));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  /** A number of four bytes. */
  public static byte[] number(long value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  /** Characters up to 255 as bytes. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A header block of literals without indexing; {@code name=value} each. */
  public static byte[] block(String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String field : fields) {
      int at = field.indexOf('=');
      block.write(0);
      string(block, text(field.substring(0, at)));
      string(block, text(field.substring(at + 1)));
    }
    return block.toByteArray();
  }

  private static void string(ByteArrayOutputStream to, byte[] bytes) {
    if (bytes.length < PREFIX) {
      to.write(bytes.length);
    } else {
      to.write(PREFIX);
      int rest = bytes.length - PREFIX;
      while (rest >= 128) {
        to.write((rest & 127) | 128);
        rest >>= 7;
      }
      to.write(rest);
    }
    to.writeBytes(bytes);
  }

  /**
   * A header block of fields with {@code ~} between them; {@code +} stands for the four usual ones
   * of a request.
   */
  public static byte[] fields(String list) {
    return block(
        Arrays.stream(list.split("~"))
            .flatMap(
                field ->
                    field.equals("+")
                        ? Stream.of(
                            ":method=GET", ":scheme=http", ":path=/", ":authority=a.example")
                        : Stream.of(escaped(field)))
            .toArray(String[]::new));
  }

  /** The HEADERS frame of a request. */
  public static byte[] request(long stream, String method, boolean ends) {
    byte[] block = block(":method=" + method, ":scheme=http", ":path=/", ":authority=a.example");
    return frame(1, ends ? 5 : 4, stream, block);
  }

  /** A payload in hexadecimals; {@code 0*n} stands for n zeros. */
  public static byte[] payload(String hex) {
    return hex.startsWith("0*")
        ? new byte[Integer.parseInt(hex.substring(2))]
        : HexFormat.of().parseHex(hex);
  }

  /** Text whose control characters, and what a table has for its own use, are written with \. */
  public static String escaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\0")
        .replace("\\s", " ")
        .replace("\\7f", "\u007f")
        .replace("\\e", "\u001b")
        .replace("\\d", "|")
        .replace("\\w", "~");
  }
}
