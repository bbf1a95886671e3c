package io.porty.mode.http.h2;

import java.util.Arrays;

/**
 * Priorities of streams that the client has not opened yet (RFC 9218 section 7.1), a few numbers
 * for each. Nothing is allocated before the first. On the event loop.
 */
final class IdlePriorities {

  private static final int[] NONE = new int[0];

  /** Numbers of streams, and what {@link PriorityField#packed} has of each, by turns. */
  private int[] entries = NONE;

  private int used;

  /** Streams that have one. */
  int count() {
    return used / 2;
  }

  /** Whether a stream has one. */
  boolean has(int stream) {
    return find(stream) >= 0;
  }

  /**
   * Keeps the priority of a stream, in place of an earlier one; beyond the limit, it is dropped.
   */
  void put(int stream, PriorityField priority) {
    int at = find(stream);
    if (at < 0) {
      if (count() == H2Limits.IDLE_PRIORITIES) {
        return;
      }
      if (used == entries.length) {
        entries = Arrays.copyOf(entries, Math.max(8, used * 2));
      }
      at = used;
      used += 2;
      entries[at] = stream;
    }
    entries[at + 1] = priority.packed();
  }

  /**
   * A stream opens: takes what was said of it, in place of its {@code priority} field. Streams
   * below it are not idle any more (RFC 9113 section 5.1.1).
   */
  void opened(int stream, PriorityField priority) {
    int kept = 0;
    for (int i = 0; i < used; i += 2) {
      if (entries[i] == stream) {
        priority.unpack(entries[i + 1]);
      } else if (entries[i] > stream) {
        entries[kept] = entries[i];
        entries[kept + 1] = entries[i + 1];
        kept += 2;
      }
    }
    used = kept;
    if (used == 0) {
      entries = NONE;
    }
  }

  private int find(int stream) {
    for (int i = 0; i < used; i += 2) {
      if (entries[i] == stream) {
        return i;
      }
    }
    return -1;
  }
}
