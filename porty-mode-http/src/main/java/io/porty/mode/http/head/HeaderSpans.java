package io.porty.mode.http.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of one head, as offsets into the parsed bytes. Reused for each message of an
 * event loop: valid until the next parse.
 */
public final class HeaderSpans {

  private static final int NAME_START = 0;
  private static final int NAME_END = 1;
  private static final int VALUE_START = 2;
  private static final int VALUE_END = 3;
  private static final int LINE_END = 4;
  private static final int STRIDE = 5;

  private int[] offsets = new int[STRIDE * 32];
  private @Nullable HeaderName[] known = new HeaderName[32];
  private int count;

  void clear() {
    count = 0;
  }

  void add(
      int nameStart,
      int nameEnd,
      int valueStart,
      int valueEnd,
      int lineEnd,
      @Nullable HeaderName field) {
    if (count == known.length) {
      known = Arrays.copyOf(known, count * 2);
      offsets = Arrays.copyOf(offsets, count * 2 * STRIDE);
    }
    int at = count * STRIDE;
    offsets[at + NAME_START] = nameStart;
    offsets[at + NAME_END] = nameEnd;
    offsets[at + VALUE_START] = valueStart;
    offsets[at + VALUE_END] = valueEnd;
    offsets[at + LINE_END] = lineEnd;
    known[count++] = field;
  }

  public int count() {
    return count;
  }

  public @Nullable HeaderName field(int i) {
    return known[i];
  }

  /** Start of the name, which is the start of the line. */
  public int nameStart(int i) {
    return offsets[i * STRIDE + NAME_START];
  }

  public int nameEnd(int i) {
    return offsets[i * STRIDE + NAME_END];
  }

  /** Start of the value without its surrounding white space. */
  public int valueStart(int i) {
    return offsets[i * STRIDE + VALUE_START];
  }

  public int valueEnd(int i) {
    return offsets[i * STRIDE + VALUE_END];
  }

  /** End of the line, after its CR LF. */
  public int lineEnd(int i) {
    return offsets[i * STRIDE + LINE_END];
  }
}
