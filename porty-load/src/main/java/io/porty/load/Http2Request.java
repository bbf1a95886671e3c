package io.porty.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request of HTTP/2 as header blocks that are encoded once: a first one that fills the server's
 * dynamic table, and one for all that follow, of indexes (RFC 7541). Immutable.
 */
public final class Http2Request {

  /** Size of the dynamic table if the server does not say otherwise. */
  static final int TABLE_BYTES = 4096;

  private static final int MAX_BLOCK = 16_384;
  private static final int STATIC_ENTRIES = 61;
  private static final int ENTRY_OVERHEAD = 32;
  private static final int LITERAL = 0x00;
  private static final int INDEXED = 0x80;
  private static final int INDEXING = 0x40;

  /** The pseudo-fields' indexes in the static table (RFC 7541 appendix A). */
  private static final List<String> NAMES =
      List.of(":authority", ":method", "", ":path", "", ":scheme");

  private final List<Field> fields;
  private final byte[] plain;
  private final byte[] first;
  private final byte[] again;
  private final byte[] body;

  /**
   * Creates a request.
   *
   * @param fields pseudo-fields first
   * @param body its content; empty for none
   * @throws IllegalArgumentException if the fields do not fit into one frame
   */
  public Http2Request(List<Field> fields, byte[] body) {
    this.fields = List.copyOf(fields);
    this.body = body.clone();
    this.plain = block(fields, LITERAL, 4);
    if (plain.length > MAX_BLOCK) {
      throw new IllegalArgumentException("the header fields are longer than 16,384 bytes");
    }
    boolean fits = fields.stream().mapToInt(Http2Request::entryBytes).sum() <= TABLE_BYTES;
    this.first = fits ? block(fields, INDEXING, 6) : plain;
    this.again = fits ? indexes(fields.size()) : plain;
  }

  /**
   * A field.
   *
   * @param name in lower case
   */
  public record Field(String name, String value) {}

  private static int entryBytes(Field field) {
    return field.name().length() + field.value().length() + ENTRY_OVERHEAD;
  }

  private static byte[] block(List<Field> fields, int kind, int prefixBits) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      int index = NAMES.indexOf(field.name()) + 1;
      integer(out, kind, prefixBits, index);
      if (index == 0) {
        string(out, field.name());
      }
      string(out, field.value());
    }
    return out.toByteArray();
  }

  /** The entry that was added last has the lowest index. */
  private static byte[] indexes(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      integer(out, INDEXED, 7, STATIC_ENTRIES + count - i);
    }
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    integer(out, 0, 7, bytes.length);
    out.writeBytes(bytes);
  }

  /** RFC 7541 section 5.1. */
  private static void integer(ByteArrayOutputStream out, int flags, int prefixBits, int value) {
    int max = (1 << prefixBits) - 1;
    if (value < max) {
      out.write(flags | value);
      return;
    }
    out.write(flags | max);
    int rest = value - max;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** The fields, pseudo-fields first. */
  public List<Field> fields() {
    return fields;
  }

  /** A block for any state of the dynamic table. */
  byte[] plain() {
    return plain;
  }

  /** The first block with an empty table of {@link #TABLE_BYTES}. */
  byte[] first() {
    return first;
  }

  /** The blocks behind {@link #first}. */
  byte[] again() {
    return again;
  }

  byte[] body() {
    return body;
  }
}
