package io.porty.mode.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Frames of a client of HTTP/2 as bytes, valid or not. */
final class Http2Bytes {

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private Http2Bytes() {}

  static byte[] frame(int type, int flags, long stream, byte... payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) (payload.length >> 16), (byte) (payload.length >> 8)});
    out.writeBytes(new byte[] {(byte) payload.length, (byte) type, (byte) flags});
    out.writeBytes(number(stream));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  static byte[] number(long value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A header block of literals; {@code name=value} each. */
  static byte[] block(String... fields) {
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
    if (bytes.length >= 127) {
      throw new AssertionError("too long for this writer");
    }
    to.write(bytes.length);
    to.writeBytes(bytes);
  }

  /** Fields with {@code ~} between them; {@code +} stands for the four usual ones of a request. */
  static byte[] fields(String list) {
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

  static byte[] request(int stream, String method, boolean ends) {
    byte[] block = block(":method=" + method, ":scheme=http", ":path=/", ":authority=a.example");
    return frame(1, ends ? 5 : 4, stream, block);
  }

  /** A payload in hexadecimals; {@code 0*n} stands for n zeros. */
  static byte[] payload(String hex) {
    return hex.startsWith("0*")
        ? new byte[Integer.parseInt(hex.substring(2))]
        : HexFormat.of().parseHex(hex);
  }

  static String escaped(String text) {
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
