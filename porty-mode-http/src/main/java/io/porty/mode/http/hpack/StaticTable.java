package io.porty.mode.http.hpack;

import java.nio.charset.StandardCharsets;

/** The static table (RFC 7541 appendix A), and the lookup of its names. Immutable. */
final class StaticTable {

  /** Number of entries; indices start at 1. */
  static final int SIZE = 61;

  private static final String[] TEXT = {
    ":authority", "",
    ":method", "GET",
    ":method", "POST",
    ":path", "/",
    ":path", "/index.html",
    ":scheme", "http",
    ":scheme", "https",
    ":status", "200",
    ":status", "204",
    ":status", "206",
    ":status", "304",
    ":status", "400",
    ":status", "404",
    ":status", "500",
    "accept-charset", "",
    "accept-encoding", "gzip, deflate",
    "accept-language", "",
    "accept-ranges", "",
    "accept", "",
    "access-control-allow-origin", "",
    "age", "",
    "allow", "",
    "authorization", "",
    "cache-control", "",
    "content-disposition", "",
    "content-encoding", "",
    "content-language", "",
    "content-length", "",
    "content-location", "",
    "content-range", "",
    "content-type", "",
    "cookie", "",
    "date", "",
    "etag", "",
    "expect", "",
    "expires", "",
    "from", "",
    "host", "",
    "if-match", "",
    "if-modified-since", "",
    "if-none-match", "",
    "if-range", "",
    "if-unmodified-since", "",
    "last-modified", "",
    "link", "",
    "location", "",
    "max-forwards", "",
    "proxy-authenticate", "",
    "proxy-authorization", "",
    "range", "",
    "referer", "",
    "refresh", "",
    "retry-after", "",
    "server", "",
    "set-cookie", "",
    "strict-transport-security", "",
    "transfer-encoding", "",
    "user-agent", "",
    "vary", "",
    "via", "",
    "www-authenticate", "",
  };

  /** A power of two, sparse enough for short probes. */
  private static final int SLOTS = 256;

  private static final byte[][] ENTRIES = new byte[SIZE + 1][];
  private static final int[] NAME_LENGTHS = new int[SIZE + 1];

  /** Lowest index of each name, by hash; 0 is an empty slot. */
  private static final byte[] SLOT = new byte[SLOTS];

  static {
    for (int i = 1; i <= SIZE; i++) {
      String name = TEXT[2 * i - 2];
      ENTRIES[i] = (name + TEXT[2 * i - 1]).getBytes(StandardCharsets.ISO_8859_1);
      NAME_LENGTHS[i] = name.length();
      if (find(ENTRIES[i], 0, name.length()) == 0) {
        int slot = hash(ENTRIES[i], 0, name.length());
        while (SLOT[slot] != 0) {
          slot = (slot + 1) & (SLOTS - 1);
        }
        SLOT[slot] = (byte) i;
      }
    }
  }

  /** Name and value of an entry, which must not be changed. */
  static byte[] entry(int index) {
    return ENTRIES[index];
  }

  static int nameLength(int index) {
    return NAME_LENGTHS[index];
  }

  /** The lowest index of a name in lower case; 0 if the table does not have it. */
  static int find(byte[] b, int start, int end) {
    int slot = hash(b, start, end);
    int index;
    while ((index = SLOT[slot]) != 0) {
      if (java.util.Arrays.equals(ENTRIES[index], 0, NAME_LENGTHS[index], b, start, end)) {
        return index;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return 0;
  }

  private static int hash(byte[] b, int start, int end) {
    if (start == end) {
      return 0;
    }
    int h = (end - start) * 31 + b[start] * 7 + b[end - 1] * 13 + b[(start + end) >>> 1] * 17;
    return (h ^ h >>> 8) & (SLOTS - 1);
  }

  private StaticTable() {}
}
