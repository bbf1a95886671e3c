package io.porty.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * What a side of a wire case sends, as bytes. A step is a word, the number of a stream, and more:
 *
 * <table>
 * <caption>Steps</caption>
 * <tr><td>{@code preface}<td>the 24 bytes of a client
 * <tr><td>{@code get N}, {@code head N}, {@code post N}<td>a request; a post has content
 * <tr><td>{@code open N FIELDS}, {@code head N FIELDS}<td>a header block
 * <tr><td>{@code req N FIELDS}, {@code end N FIELDS}<td>a header block that ends the stream
 * <tr><td>{@code data N TEXT}, {@code last N TEXT}<td>content; the last ends the stream
 * <tr><td>{@code bytes N COUNT}<td>content of zeros
 * <tr><td>{@code reset N ERROR}<td>RST_STREAM
 * <tr><td>{@code frame TYPE FLAGS N [HEX]}<td>a frame of any kind
 * <tr><td>{@code hex HEX}<td>bytes
 * <tr><td>{@code times COUNT STEP}<td>a step again and again; {@code #} is 1, 3, 5 and so on
 * </table>
 */
public final class FrameSteps {

  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private FrameSteps() {}

  /** The bytes of one step. */
  public static byte[] bytes(String step) {
    String[] words = step.split(" ", 3);
    String rest = words.length > 2 ? words[2] : "";
    return switch (words[0]) {
      case "preface" -> Http2Bytes.preface();
      case "hex" -> HexFormat.of().parseHex(words[1]);
      case "frame" -> frame(step.split(" "));
      case "times" -> times(Integer.parseInt(words[1]), rest);
      default -> ofStream(words[0], Long.parseLong(words[1]), rest);
    };
  }

  private static byte[] ofStream(String word, long stream, String rest) {
    return switch (word) {
      case "get" -> Http2Bytes.request(stream, "GET", true);
      case "post" -> Http2Bytes.request(stream, "POST", false);
      case "head" ->
          rest.isEmpty() ? Http2Bytes.request(stream, "HEAD", true) : block(stream, rest, 0);
      case "open" -> block(stream, rest, 0);
      case "req", "end" -> block(stream, rest, END_STREAM);
      case "data" -> data(stream, rest, 0);
      case "last" -> data(stream, rest, END_STREAM);
      case "bytes" -> Http2Bytes.frame(0, 0, stream, new byte[Integer.parseInt(rest)]);
      case "reset" -> Http2Bytes.frame(3, 0, stream, Http2Bytes.number(Long.parseLong(rest)));
      default -> throw new IllegalArgumentException("no step: " + word);
    };
  }

  private static byte[] block(long stream, String fields, int flags) {
    return Http2Bytes.frame(1, END_HEADERS | flags, stream, Http2Bytes.fields(fields));
  }

  private static byte[] data(long stream, String text, int flags) {
    return Http2Bytes.frame(0, flags, stream, Http2Bytes.text(Http2Bytes.escaped(text)));
  }

  private static byte[] times(int count, String step) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.writeBytes(bytes(step.replace("#", Integer.toString(2 * i + 1))));
    }
    return out.toByteArray();
  }

  private static byte[] frame(String[] words) {
    return Http2Bytes.frame(
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Long.parseLong(words[3]),
        Http2Bytes.payload(words.length > 4 ? words[4] : ""));
  }
}
