package io.porty.api.route;

/**
 * Percent-encoding of URIs (RFC 3986 section 2.1). Porty reads an escape here and nowhere else, so
 * that what one part of it recognises no other part overlooks.
 *
 * @since 0.2
 */
public final class PercentEncoding {

  /**
   * The octet that {@code %HL} stands for.
   *
   * @param high the first digit, an ASCII character
   * @param low the second digit, an ASCII character
   * @return 0 to 255; -1 if either is no hexadecimal digit, so that the escape is malformed
   */
  public static int octet(int high, int low) {
    int upper = digit(high);
    int lower = digit(low);
    return upper < 0 || lower < 0 ? -1 : upper << 4 | lower;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int lowered = c | 0x20;
    return lowered >= 'a' && lowered <= 'f' && c < 0x80 ? lowered - 'a' + 10 : -1;
  }

  private PercentEncoding() {}
}
