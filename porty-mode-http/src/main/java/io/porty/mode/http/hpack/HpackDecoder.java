package io.porty.mode.http.hpack;

/**
 * Decodes header blocks (RFC 7541) with the dynamic table of a connection. Limits are checked
 * before bytes are copied. One for each event loop, because a call leaves nothing behind but the
 * table's entries; not thread-safe.
 */
public final class HpackDecoder {

  /** RFC 7541 section 5.1 leaves the bound to us: no length or index needs more. */
  private static final int MAX_INTEGER = 1 << 28;

  private static final int MAX_INTEGER_BYTES = 5;

  private static final int BAD = -1;

  private final HpackLimits limits;
  private final byte[] scratch;
  private byte[] in = new byte[0];
  private int at;
  private int end;
  private int listBytes;
  private HpackResult result = HpackResult.OK;

  /** The end of what the last string was decoded to in the scratch space. */
  private int written;

  public HpackDecoder(HpackLimits limits) {
    this.limits = limits;
    // A Huffman string is decoded before its length is known, unless its code is above the limit.
    this.scratch = new byte[HuffmanDecoder.maxDecoded(limits.listBytes())];
  }

  /**
   * Decodes the complete block {@code block[from, to)}.
   *
   * @param table of the connection; undefined after any result but OK
   */
  public HpackResult decode(byte[] block, int from, int to, DynamicTable table, FieldSink sink) {
    in = block;
    at = from;
    end = to;
    listBytes = 0;
    result = HpackResult.OK;
    int fields = 0;
    while (at < end) {
      int first = in[at] & 0xff;
      if ((first & 0xe0) == 0x20) {
        int bytes = integer(5);
        if (bytes == BAD || fields > 0 || !table.resize(bytes)) {
          return HpackResult.MALFORMED;
        }
        continue;
      }
      if (++fields > limits.fields()) {
        return HpackResult.TOO_MANY_FIELDS;
      }
      if (!((first & 0x80) != 0 ? indexed(table, sink) : literal(first, table, sink))) {
        return result == HpackResult.OK ? HpackResult.MALFORMED : result;
      }
    }
    return HpackResult.OK;
  }

  private boolean indexed(DynamicTable table, FieldSink sink) {
    int index = integer(7);
    if (!exists(index, table)) {
      return false;
    }
    boolean fixed = index <= StaticTable.SIZE;
    int own = index - StaticTable.SIZE - 1;
    byte[] entry = fixed ? StaticTable.entry(index) : table.entry(own);
    int nameLength = fixed ? StaticTable.nameLength(index) : table.nameLength(own);
    if (!fits(entry.length)) {
      return false;
    }
    listBytes += entry.length + DynamicTable.ENTRY_OVERHEAD;
    sink.field(entry, 0, nameLength, entry.length, false);
    return true;
  }

  private boolean literal(int first, DynamicTable table, FieldSink sink) {
    boolean adds = (first & 0xc0) == 0x40;
    int index = integer(adds ? 6 : 4);
    if (index == BAD) {
      return false;
    }
    written = 0;
    if (index == 0) {
      if (!string()) {
        return false;
      }
    } else if (!exists(index, table) || !name(index, table)) {
      return false;
    }
    int nameEnd = written;
    if (!string()) {
      return false;
    }
    listBytes += written + DynamicTable.ENTRY_OVERHEAD;
    if (adds) {
      table.add(scratch, 0, nameEnd, written);
    }
    sink.field(scratch, 0, nameEnd, written, (first & 0xf0) == 0x10);
    return true;
  }

  private static boolean exists(int index, DynamicTable table) {
    return index > 0 && index <= StaticTable.SIZE + table.count();
  }

  private boolean name(int index, DynamicTable table) {
    boolean fixed = index <= StaticTable.SIZE;
    int own = index - StaticTable.SIZE - 1;
    byte[] entry = fixed ? StaticTable.entry(index) : table.entry(own);
    int length = fixed ? StaticTable.nameLength(index) : table.nameLength(own);
    if (!fits(length)) {
      return false;
    }
    System.arraycopy(entry, 0, scratch, 0, length);
    written = length;
    return true;
  }

  /** Decodes a string behind what is in the scratch space (RFC 7541 section 5.2). */
  private boolean string() {
    if (at == end) {
      return false;
    }
    boolean huffman = (in[at] & 0x80) != 0;
    int length = integer(7);
    if (length == BAD || length > end - at) {
      return false;
    }
    if (!huffman) {
      if (!fits(written + length)) {
        return false;
      }
      System.arraycopy(in, at, scratch, written, length);
      written += length;
    } else {
      int room = scratch.length - written;
      if (HuffmanDecoder.maxDecoded(length) > room && !mayFit(length)) {
        return false;
      }
      int to = HuffmanDecoder.decode(in, at, at + length, scratch, written);
      if (to == HuffmanDecoder.MALFORMED || !fits(to)) {
        return false;
      }
      written = to;
    }
    at += length;
    return true;
  }

  /** Whether the text of a Huffman string with a long code is within the limit. */
  private boolean mayFit(int length) {
    // No text is shorter than a quarter of its code: the longest one has 30 bits.
    if (!fits(written + length / 4)) {
      return false;
    }
    int text = HuffmanDecoder.length(in, at, at + length);
    return text != HuffmanDecoder.MALFORMED && fits(written + text);
  }

  /** Whether a field of so many bytes of name and value is within the limit. */
  private boolean fits(int bytes) {
    return listBytes + bytes + DynamicTable.ENTRY_OVERHEAD <= limits.listBytes() || tooLong();
  }

  private boolean tooLong() {
    result = HpackResult.TOO_LONG;
    return false;
  }

  /** Reads an integer with a prefix of some bits (RFC 7541 section 5.1). */
  private int integer(int prefix) {
    int mask = (1 << prefix) - 1;
    int value = in[at++] & mask;
    if (value < mask) {
      return value;
    }
    long sum = value;
    for (int i = 0; i < MAX_INTEGER_BYTES; i++) {
      if (at == end) {
        return BAD;
      }
      int b = in[at++];
      sum += (long) (b & 0x7f) << (7 * i);
      if (sum > MAX_INTEGER) {
        return BAD;
      }
      if (b >= 0) {
        return (int) sum;
      }
    }
    return BAD;
  }
}
