package io.porty.mode.http.hpack;

import java.util.Arrays;

/**
 * Encodes header blocks (RFC 7541): the static table, literals without indexing, Huffman where it
 * is shorter. It has no dynamic table, so that a block depends on nothing and leaks nothing
 * (CRIME). One for each event loop: the result is valid until the next {@link #begin}. Not
 * thread-safe.
 */
public final class HpackEncoder {

  private static final int FIRST_BYTES = 1024;
  private static final int STATUS = 8;

  /** Authorization, cookie, proxy-authorization, set-cookie: by their index. */
  private static final long SECRET = 1L << 23 | 1L << 32 | 1L << 49 | 1L << 55;

  /** RFC 7541 section 6.2.3. */
  private static final int NEVER_INDEXED = 0x10;

  private byte[] out = new byte[FIRST_BYTES];
  private int length;

  /**
   * Begins a block.
   *
   * @param emptiesTable whether the peer has reduced its table, which has to be acknowledged (RFC
   *     7541 section 4.2)
   */
  public void begin(boolean emptiesTable) {
    length = 0;
    if (emptiesTable) {
      out[length++] = 0x20;
    }
  }

  /** Adds {@code :status}. */
  public void status(int status) {
    ensure(5);
    int index =
        switch (status) {
          case 200 -> STATUS;
          case 204 -> STATUS + 1;
          case 206 -> STATUS + 2;
          case 304 -> STATUS + 3;
          case 400 -> STATUS + 4;
          case 404 -> STATUS + 5;
          case 500 -> STATUS + 6;
          default -> 0;
        };
    if (index > 0) {
      out[length++] = (byte) (0x80 | index);
      return;
    }
    out[length++] = STATUS;
    out[length++] = 3;
    out[length++] = (byte) ('0' + status / 100);
    out[length++] = (byte) ('0' + status / 10 % 10);
    out[length++] = (byte) ('0' + status % 10);
  }

  /** Adds a field of the static table, of at most 61. */
  public void indexed(int index) {
    ensure(1);
    out[length++] = (byte) (0x80 | index);
  }

  /**
   * Adds a field whose name is in the static table.
   *
   * @param index of the name
   * @param b holds the value
   * @param neverIndexed whether no hop may index it
   */
  public void literal(int index, byte[] b, int valueStart, int valueEnd, boolean neverIndexed) {
    ensure(valueEnd - valueStart + 16);
    integer(neverIndexed ? NEVER_INDEXED : 0, 4, index);
    string(b, valueStart, valueEnd);
  }

  /**
   * Adds a field.
   *
   * @param b holds the name in lower case, and somewhere behind it the value
   * @param neverIndexed whether no hop may index it; fields with secrets never are
   */
  public void field(
      byte[] b, int nameStart, int nameEnd, int valueStart, int valueEnd, boolean neverIndexed) {
    ensure(nameEnd - nameStart + valueEnd - valueStart + 16);
    int index = StaticTable.find(b, nameStart, nameEnd);
    boolean never = neverIndexed || (SECRET >>> index & 1) != 0;
    integer(never ? NEVER_INDEXED : 0, 4, index);
    if (index == 0) {
      string(b, nameStart, nameEnd);
    }
    string(b, valueStart, valueEnd);
  }

  /** Adds fields that were encoded before. */
  public void encoded(byte[] fields, int count) {
    ensure(count);
    System.arraycopy(fields, 0, out, length, count);
    length += count;
  }

  /** Whether an encoded field is one with a secret, which no hop may index. */
  public static boolean isSecret(byte[] b, int at, int count) {
    return count > 0 && (b[at] & 0xf0) == NEVER_INDEXED;
  }

  private void string(byte[] b, int start, int end) {
    int bits = 0;
    for (int i = start; i < end; i++) {
      bits += HuffmanCode.bits(b[i] & 0xff);
    }
    int coded = (bits + 7) >>> 3;
    int plain = end - start;
    if (coded >= plain) {
      integer(0, 7, plain);
      System.arraycopy(b, start, out, length, plain);
      length += plain;
    } else {
      integer(0x80, 7, coded);
      huffman(b, start, end);
    }
  }

  private void huffman(byte[] b, int start, int end) {
    long pending = 0;
    int bits = 0;
    int to = length;
    for (int i = start; i < end; i++) {
      int symbol = b[i] & 0xff;
      int more = HuffmanCode.bits(symbol);
      pending = pending << more | HuffmanCode.code(symbol);
      bits += more;
      while (bits >= 8) {
        bits -= 8;
        out[to++] = (byte) (pending >>> bits);
      }
    }
    if (bits > 0) {
      out[to++] = (byte) (pending << (8 - bits) | 0xff >>> bits);
    }
    length = to;
  }

  private void integer(int pattern, int prefix, int value) {
    int mask = (1 << prefix) - 1;
    if (value < mask) {
      out[length++] = (byte) (pattern | value);
      return;
    }
    out[length++] = (byte) (pattern | mask);
    int rest = value - mask;
    while (rest >= 0x80) {
      out[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[length++] = (byte) rest;
  }

  private void ensure(int more) {
    if (length + more > out.length) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
    }
  }

  /** The block's bytes; up to {@link #length}. */
  public byte[] bytes() {
    return out;
  }

  public int length() {
    return length;
  }
}
