package io.porty.mode.http.head;

import java.util.Arrays;

/**
 * The names of a message's fields that no hop may index, because their sender has said so (RFC 7541
 * section 7.1.3): a proxy says the same on the way on. Nearly always {@link #NONE}. Immutable.
 */
public final class NeverIndexed {

  /** Of messages by HTTP/1, and of nearly all others. */
  public static final NeverIndexed NONE = new NeverIndexed(new byte[0][]);

  /** More are as good as all: each name is compared with each field. */
  private static final int MAX_NAMES = 16;

  private static final NeverIndexed ALL = new NeverIndexed(new byte[1][0]);

  private final byte[][] names;

  private NeverIndexed(byte[][] names) {
    this.names = names;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Whether a name is among them. */
  public boolean contains(byte[] b, int start, int end) {
    if (this == ALL) {
      return true;
    }
    for (byte[] name : names) {
      if (Arrays.equals(name, 0, name.length, b, start, end)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return these and one more; all names if they become too many}
   *
   * @param b has the name, in lower case
   */
  public NeverIndexed with(byte[] b, int start, int end) {
    if (contains(b, start, end)) {
      return this;
    }
    if (names.length == MAX_NAMES) {
      return ALL;
    }
    byte[][] more = Arrays.copyOf(names, names.length + 1);
    more[names.length] = Arrays.copyOfRange(b, start, end);
    return new NeverIndexed(more);
  }
}
