package io.porty.load;

/**
 * The status in a response's header block. It is the first field (RFC 9113 section 8.3), and the
 * server has no dynamic table, because the load's SETTINGS forbid one: so nothing else of the block
 * has to be read.
 */
final class Http2Status {

  private static final int[] STATIC = {200, 204, 206, 304, 400, 404, 500};
  private static final int FIRST_STATIC = 8;
  private static final int LAST_STATIC = 14;

  /**
   * Reads it.
   *
   * @param at where the block begins
   * @param end of the block, or of its first frame
   * @return -1 if the block begins with something else
   */
  static int of(byte[] b, int at, int end) {
    int i = at;
    while (i < end && (b[i] & 0xe0) == 0x20) {
      i++; // a size of the table, which is 0
    }
    if (i >= end) {
      return -1;
    }
    int first = b[i++] & 0xff;
    if (first >= 0x80) {
      int index = first & 0x7f;
      return index >= FIRST_STATIC && index <= LAST_STATIC ? STATIC[index - FIRST_STATIC] : -1;
    }
    int index = first >= 0x40 ? first & 0x3f : first & 0x0f;
    if (index == 0 && i < end) {
      i += 1 + (b[i] & 0x7f); // the name in letters
    } else if (index < FIRST_STATIC || index > LAST_STATIC) {
      return -1;
    }
    if (i >= end) {
      return -1;
    }
    int length = b[i] & 0x7f;
    boolean huffman = b[i++] < 0;
    if (i + length > end) {
      return -1;
    }
    return huffman ? huffman(b, i, length) : digits(b, i, length);
  }

  private static int digits(byte[] b, int at, int length) {
    int status = 0;
    for (int i = at; i < at + length; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return -1;
      }
      status = status * 10 + b[i] - '0';
    }
    return length == 3 ? status : -1;
  }

  /** Digits have five bits up to 2, and six from 3 on (RFC 7541 appendix B). */
  private static int huffman(byte[] b, int at, int length) {
    long bits = 0;
    for (int i = at; i < at + length && i < at + 4; i++) {
      bits = bits << 8 | (b[i] & 0xff);
    }
    int left = 8 * Math.min(length, 4);
    int status = 0;
    for (int n = 0; n < 3; n++) {
      int five = left < 5 ? -1 : (int) (bits >> (left - 5)) & 0x1f;
      int six = left < 6 ? -1 : (int) (bits >> (left - 6)) & 0x3f;
      if (five >= 0 && five <= 2) {
        status = status * 10 + five;
        left -= 5;
      } else if (six >= 0x19 && six <= 0x1f) {
        status = status * 10 + six - 0x19 + 3;
        left -= 6;
      } else {
        return -1;
      }
    }
    return status;
  }

  private Http2Status() {}
}
