package io.porty.mode.http.head;

/**
 * Members of a list-valued field (RFC 9110 section 5.6.1): separated by commas, white space around
 * them and empty members ignored. A walk over a value:
 *
 * <pre>{@code
 * for (int from = ListValue.first(b, start, end); from < end; ) {
 *   int to = ListValue.end(b, from, end);
 *   ...
 *   from = ListValue.first(b, to, end);
 * }
 * }</pre>
 */
public final class ListValue {

  /** The start of the first member at or after {@code i}; {@code end} if there is none. */
  public static int first(byte[] b, int i, int end) {
    int at = i;
    while (at < end && (b[at] == ' ' || b[at] == '\t' || b[at] == ',')) {
      at++;
    }
    return at;
  }

  /** The end of the member that starts at {@code from}, without trailing white space. */
  public static int end(byte[] b, int from, int end) {
    int to = from;
    while (to < end && b[to] != ',') {
      to++;
    }
    while (to > from && (b[to - 1] == ' ' || b[to - 1] == '\t')) {
      to--;
    }
    return to;
  }

  /**
   * Whether the list has this member.
   *
   * @param lower in lower case
   */
  public static boolean contains(byte[] b, int start, int end, byte[] lower) {
    int from = first(b, start, end);
    while (from < end) {
      int to = end(b, from, end);
      if (Ascii.equalsIgnoreCase(b, from, to, lower)) {
        return true;
      }
      from = first(b, to, end);
    }
    return false;
  }

  /**
   * Whether the list has this member only.
   *
   * @param lower in lower case
   */
  public static boolean isOnly(byte[] b, int start, int end, byte[] lower) {
    int from = first(b, start, end);
    boolean any = from < end;
    while (from < end) {
      int to = end(b, from, end);
      if (!Ascii.equalsIgnoreCase(b, from, to, lower)) {
        return false;
      }
      from = first(b, to, end);
    }
    return any;
  }

  private ListValue() {}
}
