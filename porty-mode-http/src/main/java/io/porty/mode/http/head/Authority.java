package io.porty.mode.http.head;

/**
 * {@code host[:port]} of Host and absolute targets (RFC 9110 section 7.2, RFC 3986 section 3.2.2),
 * without user info. Of the characters of a reg-name only those of host names are allowed: parsers
 * differ about commas and escapes.
 */
public final class Authority {

  static boolean isValid(byte[] b, int start, int end) {
    int hostEnd = hostEnd(b, start, end);
    if (hostEnd <= start) {
      return false;
    }
    if (b[start] == '[') {
      if (hostEnd - start < 4 || b[hostEnd - 1] != ']') {
        return false;
      }
      for (int i = start + 1; i < hostEnd - 1; i++) {
        boolean hex = Ascii.isDigit(b[i]) || (Ascii.lower(b[i]) >= 'a' && Ascii.lower(b[i]) <= 'f');
        if (!hex && b[i] != ':' && b[i] != '.') {
          return false;
        }
      }
    } else {
      for (int i = start; i < hostEnd; i++) {
        if (!Ascii.is(b[i], Ascii.HOST)) {
          return false;
        }
      }
    }
    return isPort(b, hostEnd, end);
  }

  /** Whether the rest is empty, or a colon and a port of at most 65535, which may be missing. */
  private static boolean isPort(byte[] b, int colon, int end) {
    if (colon == end) {
      return true;
    }
    int value = 0;
    for (int i = colon + 1; i < end; i++) {
      if (!Ascii.isDigit(b[i]) || i - colon > 5) {
        return false;
      }
      value = value * 10 + b[i] - '0';
    }
    return b[colon] == ':' && value <= 65535;
  }

  /** The end of the host, where the colon of a port may follow. */
  public static int hostEnd(byte[] b, int start, int end) {
    if (start < end && b[start] == '[') {
      for (int i = start; i < end; i++) {
        if (b[i] == ']') {
          return i + 1;
        }
      }
      return -1;
    }
    int i = start;
    while (i < end && b[i] != ':') {
      i++;
    }
    return i;
  }

  private Authority() {}
}
