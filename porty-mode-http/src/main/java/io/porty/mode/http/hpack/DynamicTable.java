package io.porty.mode.http.hpack;

import java.util.Arrays;

/**
 * A decoder's dynamic table (RFC 7541 section 2.3.2): copies of name and value in a ring, newest
 * first. One for each connection, and empty until a peer uses it. On the event loop.
 */
public final class DynamicTable {

  /** RFC 7541 section 4.1: what an entry counts beyond its bytes. */
  public static final int ENTRY_OVERHEAD = 32;

  private static final int FIRST_SLOTS = 8;
  private static final byte[] EMPTY = new byte[0];
  private static final byte[][] NOTHING = new byte[0][];

  private final int announced;
  private byte[][] entries = NOTHING;
  private int[] nameLengths = new int[0];
  private int newest;
  private int count;
  private int size;
  private int maxSize;

  /**
   * @param announced SETTINGS_HEADER_TABLE_SIZE that was sent to the peer, in bytes
   */
  public DynamicTable(int announced) {
    this.announced = announced;
    this.maxSize = announced;
  }

  int count() {
    return count;
  }

  /** Bytes of all entries with their overhead. */
  public int size() {
    return size;
  }

  /**
   * A size update; false if it is above what was announced.
   *
   * @param bytes the new maximum
   */
  boolean resize(int bytes) {
    if (bytes > announced) {
      return false;
    }
    maxSize = bytes;
    evictTo(bytes);
    return true;
  }

  /** Name and value of an entry, which must not be changed; 0 is the newest one. */
  byte[] entry(int index) {
    return entries[(newest + index) & (entries.length - 1)];
  }

  int nameLength(int index) {
    return nameLengths[(newest + index) & (entries.length - 1)];
  }

  /** Adds an entry; one that is larger than the table empties it (RFC 7541 section 4.4). */
  void add(byte[] b, int nameStart, int nameEnd, int valueEnd) {
    int bytes = valueEnd - nameStart + ENTRY_OVERHEAD;
    evictTo(maxSize - bytes);
    if (bytes > maxSize) {
      return;
    }
    if (count == entries.length) {
      grow();
    }
    newest = (newest - 1) & (entries.length - 1);
    entries[newest] = Arrays.copyOfRange(b, nameStart, valueEnd);
    nameLengths[newest] = nameEnd - nameStart;
    count++;
    size += bytes;
  }

  private void evictTo(int bytes) {
    while (count > 0 && size > bytes) {
      int oldest = (newest + --count) & (entries.length - 1);
      size -= entries[oldest].length + ENTRY_OVERHEAD;
      entries[oldest] = EMPTY;
    }
  }

  private void grow() {
    int slots = Math.max(FIRST_SLOTS, count * 2);
    byte[][] more = new byte[slots][];
    int[] lengths = new int[slots];
    for (int i = 0; i < count; i++) {
      more[i] = entry(i);
      lengths[i] = nameLength(i);
    }
    entries = more;
    nameLengths = lengths;
    newest = 0;
  }
}
