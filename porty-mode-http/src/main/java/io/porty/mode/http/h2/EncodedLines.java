package io.porty.mode.http.h2;

import io.porty.mode.http.hpack.HpackEncoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The encoded form of header lines that came lately: most heads repeat most lines, and a comparison
 * is cheaper than their encoding. The encoder has no dynamic table, so that what a line becomes
 * depends on nothing else. Lines with secrets are not kept. One for each event loop.
 */
final class EncodedLines {

  /** Longer lines are not kept, in bytes. */
  private static final int MAX_BYTES = 128;

  /** A power of two; 16 KB if all are in use. */
  private static final int SLOT_BITS = 6;

  /** What a line is told from others by, in bytes: more than {@code content-length}. */
  private static final int HASHED_BYTES = 2 * Long.BYTES;

  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final class Line {
    final byte[] text = new byte[MAX_BYTES];
    final byte[] encoded = new byte[MAX_BYTES];
    int length;
    int encodedLength;
  }

  private final @Nullable Line[] lines = new @Nullable Line[1 << SLOT_BITS];

  /** The line that is encoded between {@link #begin} and {@link #end}; null if it is not kept. */
  private @Nullable Line begun;

  private int begunLength;

  /**
   * Adds a line, if it is known.
   *
   * @param b a complete head
   * @return the position behind the line, or {@code at} if it is not known
   */
  int add(HpackEncoder out, byte[] b, int at) {
    Line line = at + HASHED_BYTES <= b.length ? lines[slot(b, at)] : null;
    if (line == null || line.length == 0 || at + line.length > b.length) {
      return at;
    }
    int end = at + line.length;
    if (!Arrays.equals(line.text, 0, line.length, b, at, end)) {
      return at;
    }
    out.encoded(line.encoded, line.encodedLength);
    return end;
  }

  /**
   * Begins to encode a line that is not known.
   *
   * @param end behind its line break
   */
  void begin(byte[] b, int at, int end) {
    int length = end - at;
    if (length > MAX_BYTES || at + HASHED_BYTES > b.length) {
      begun = null;
      return;
    }
    int slot = slot(b, at);
    Line line = lines[slot];
    if (line == null) {
      line = new Line();
      lines[slot] = line;
    }
    line.length = 0;
    System.arraycopy(b, at, line.text, 0, length);
    begun = line;
    begunLength = length;
  }

  /**
   * The line is encoded.
   *
   * @param from where its encoded form begins; there may be none
   */
  void end(HpackEncoder out, int from) {
    Line line = begun;
    int length = out.length() - from;
    if (line != null && length <= MAX_BYTES && !HpackEncoder.isSecret(out.bytes(), from, length)) {
      System.arraycopy(out.bytes(), from, line.encoded, 0, length);
      line.encodedLength = length;
      line.length = begunLength;
    }
  }

  private static int slot(byte[] b, int at) {
    long first = (long) LONGS.get(b, at);
    long second = (long) LONGS.get(b, at + Long.BYTES);
    long mixed = ((first * SPREAD) ^ second) * SPREAD;
    return (int) (mixed >>> (Long.SIZE - SLOT_BITS));
  }
}
