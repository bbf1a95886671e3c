package io.porty.mode.http.head;

import java.nio.charset.StandardCharsets;

/** Character classes of RFC 9110 section 5.6 and RFC 9112, and comparisons, on bytes. */
public final class Ascii {

  /** No bytes. */
  public static final byte[] NONE = new byte[0];

  public static final int TOKEN = 1;
  public static final int TARGET = 2;
  public static final int VALUE = 4;
  static final int HOST = 8;
  static final int DIGIT = 16;

  /** Bit set of the classes of each byte. */
  static final byte[] CLASS = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean alphanumeric =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      int bits = 0;
      if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        bits |= TOKEN;
      }
      if (c > 0x20 && c < 0x7f && c != '#') {
        bits |= TARGET;
      }
      if (c == '\t' || (c >= 0x20 && c != 0x7f)) {
        bits |= VALUE;
      }
      if (alphanumeric || "-._~".indexOf(c) >= 0) {
        bits |= HOST;
      }
      if (c >= '0' && c <= '9') {
        bits |= DIGIT;
      }
      CLASS[c] = (byte) bits;
    }
  }

  /**
   * Whether a byte is in one of some classes.
   *
   * @param classes {@link #TOKEN}, {@link #TARGET}, {@link #VALUE}
   */
  public static boolean is(byte b, int classes) {
    return (CLASS[b & 0xff] & classes) != 0;
  }

  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  public static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  /**
   * @param lower in lower case
   */
  public static boolean startsWithIgnoreCase(byte[] b, int start, int end, byte[] lower) {
    return end - start >= lower.length && equalsIgnoreCase(b, start, start + lower.length, lower);
  }

  public static boolean equalsIgnoreCase(byte[] b, int start, int end, byte[] lower) {
    if (end - start != lower.length) {
      return false;
    }
    for (int i = 0; i < lower.length; i++) {
      if (lower(b[start + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  /** As above, with an ASCII text in any case. */
  public static boolean equalsIgnoreCase(byte[] b, int start, int end, String text) {
    if (end - start != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (lower(b[start + i]) != lower((byte) text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  public static boolean equals(byte[] b, int start, int end, byte[] other) {
    return java.util.Arrays.equals(b, start, end, other, 0, other.length);
  }

  /** Decodes ISO-8859-1, one character for each byte. */
  public static String text(byte[] b, int start, int end) {
    return new String(b, start, end - start, StandardCharsets.ISO_8859_1);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private Ascii() {}
}
