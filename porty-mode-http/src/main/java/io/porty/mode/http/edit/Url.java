package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.Authority;

/**
 * The parts of a URL inside a message: {@code scheme://authority/path}, {@code //authority/path} or
 * {@code /path}. Other values have neither authority nor path.
 *
 * @param scheme end of the scheme and its colon; the start if there is none
 * @param first start of the URL
 * @param start start of the authority; -1 if there is none
 * @param path start of path and query; the end if there is none
 */
record Url(int scheme, int first, int start, int path) {

  private static final byte[] HTTP = Ascii.bytes("http:");
  private static final byte[] HTTPS = Ascii.bytes("https:");

  static Url of(byte[] b, int from, int end) {
    int scheme = from;
    if (startsWith(b, from, end, HTTP)) {
      scheme = from + HTTP.length;
    } else if (startsWith(b, from, end, HTTPS)) {
      scheme = from + HTTPS.length;
    }
    boolean two = scheme + 1 < end && b[scheme] == '/' && b[scheme + 1] == '/';
    if (two) {
      int i = scheme + 2;
      while (i < end && b[i] != '/' && b[i] != '?' && b[i] != '#' && b[i] != '\\') {
        i++;
      }
      return new Url(scheme, from, scheme + 2, i);
    }
    boolean isPath = scheme == from && from < end && b[from] == '/';
    return new Url(scheme, from, -1, isPath ? from : end);
  }

  private static boolean startsWith(byte[] b, int from, int end, byte[] lower) {
    return end - from >= lower.length
        && Ascii.equalsIgnoreCase(b, from, from + lower.length, lower);
  }

  boolean hasScheme() {
    return scheme > first;
  }

  /** Whether it is a path without an authority. */
  boolean isPathOnly() {
    return start < 0 && path == first;
  }

  boolean isHttps() {
    return scheme - first == HTTPS.length;
  }

  /** Whether its authority equals this one; port 80 of http and 443 of https are optional. */
  static boolean isSame(byte[] b, Url url, byte[] authority, int length) {
    if (url.start() < 0 || length == 0) {
      return false;
    }
    int end = Authority.hostEnd(b, url.start(), url.path());
    int other = Authority.hostEnd(authority, 0, length);
    if (end - url.start() != other) {
      return false;
    }
    for (int i = 0; i < other; i++) {
      if (Ascii.lower(b[url.start() + i]) != Ascii.lower(authority[i])) {
        return false;
      }
    }
    int standard = url.isHttps() ? 443 : 80;
    int port = port(b, end, url.path(), standard);
    return port >= 0 && port == port(authority, other, length, standard);
  }

  /** The number after the colon; -1 if there is something else. */
  private static int port(byte[] b, int colon, int end, int standard) {
    if (end - colon <= 1) {
      return colon == end || b[colon] == ':' ? standard : -1;
    }
    int value = 0;
    for (int i = colon + 1; i < end; i++) {
      if (!Ascii.isDigit(b[i]) || value > 65535) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return b[colon] == ':' ? value : -1;
  }

  /** Whether the path is the prefix or below it, by complete segments. */
  static boolean isBelow(byte[] b, int path, int end, byte[] prefix) {
    if (end - path < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (b[path + i] != prefix[i]) {
        return false;
      }
    }
    int behind = path + prefix.length;
    return behind == end || b[behind] == '/' || b[behind] == '?' || b[behind] == '#';
  }

  /** Position of the question mark; the end if there is none. */
  static int queryStart(byte[] b, int path, int end) {
    return find(b, path, end, '?');
  }

  /** Position of the fragment's number sign; the end if there is none. */
  static int fragmentMark(byte[] b, int path, int end) {
    return find(b, path, end, '#');
  }

  private static int find(byte[] b, int from, int end, char wanted) {
    int i = from;
    while (i < end && b[i] != wanted) {
      i++;
    }
    return i;
  }

  /** End of the name of {@code host[:port]}. */
  static int nameEnd(byte[] authority) {
    return Authority.hostEnd(authority, 0, authority.length);
  }
}
