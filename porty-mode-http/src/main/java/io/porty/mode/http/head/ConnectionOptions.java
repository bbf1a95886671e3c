package io.porty.mode.http.head;

import java.util.Arrays;

/**
 * The options of the Connection field lines of a head (RFC 9110 section 7.6.1). Options other than
 * the three common ones name fields that must not be forwarded; they are kept as spans. Reused.
 */
public final class ConnectionOptions {

  private static final byte[] CLOSE = Ascii.bytes("close");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
  private static final byte[] UPGRADE = Ascii.bytes("upgrade");

  private boolean close;
  private boolean keepAlive;
  private boolean upgrade;
  private int[] named = new int[8];
  private int namedCount;

  void clear() {
    close = false;
    keepAlive = false;
    upgrade = false;
    namedCount = 0;
  }

  /** Adds the value of a field line. */
  void add(byte[] b, int start, int end) {
    int from = ListValue.first(b, start, end);
    while (from < end) {
      int to = ListValue.end(b, from, end);
      option(b, from, to);
      from = ListValue.first(b, to, end);
    }
  }

  private void option(byte[] b, int from, int to) {
    if (Ascii.equalsIgnoreCase(b, from, to, CLOSE)) {
      close = true;
    } else if (Ascii.equalsIgnoreCase(b, from, to, KEEP_ALIVE)) {
      keepAlive = true;
    } else if (Ascii.equalsIgnoreCase(b, from, to, UPGRADE)) {
      upgrade = true;
    } else {
      if (namedCount * 2 == named.length) {
        named = Arrays.copyOf(named, named.length * 2);
      }
      named[namedCount * 2] = from;
      named[namedCount * 2 + 1] = to;
      namedCount++;
    }
  }

  public boolean close() {
    return close;
  }

  public boolean keepAlive() {
    return keepAlive;
  }

  public boolean upgrade() {
    return upgrade;
  }

  /** Whether an option names this field, case-insensitively. */
  public boolean names(byte[] b, int nameStart, int nameEnd) {
    for (int k = 0; k < namedCount; k++) {
      int from = named[2 * k];
      if (named[2 * k + 1] - from != nameEnd - nameStart) {
        continue;
      }
      int i = 0;
      while (i < nameEnd - nameStart && Ascii.lower(b[from + i]) == Ascii.lower(b[nameStart + i])) {
        i++;
      }
      if (i == nameEnd - nameStart) {
        return true;
      }
    }
    return false;
  }
}
