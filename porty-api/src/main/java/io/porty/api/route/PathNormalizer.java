package io.porty.api.route;

import io.porty.api.Bytes;

/**
 * A path as a backend understands it (RFC 3986 section 6.2.2): escapes of unreserved characters
 * decoded, dot segments resolved. So {@code /%61pi} and {@code /x/../api} are {@code /api}. Slashes
 * that follow each other are kept by {@link #normal}: they may mean something behind a prefix. The
 * one place where Porty normalizes paths; most routers want {@link
 * HttpRouteRequest#normalizedPath}. Thread-safe.
 *
 * @since 0.2
 */
public final class PathNormalizer {

  /**
   * Tells whether nothing would change, as with nearly every path; without a copy.
   *
   * @param path as sent, without the query
   * @return whether it has no escape, no segment that begins with a dot, and no empty one
   */
  public static boolean isPlain(Bytes path) {
    int length = path.length();
    for (int i = 0; i < length; i++) {
      byte b = path.at(i);
      boolean begins = i == 0 || path.at(i - 1) == '/';
      if (b == '%' || (b == '.' && begins) || (b == '/' && i > 0 && begins)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Decodes escapes of unreserved characters, and resolves dot segments.
   *
   * @param path as sent, without the query
   * @return the normal form; its slashes are as many as were sent
   */
  public static String normal(String path) {
    return withoutDots(decoded(path));
  }

  /**
   * The path of a backend that takes several slashes for one before it resolves dot segments, as
   * nginx does: {@code /x//../api} is {@code /api} then, and {@code /x/api} otherwise.
   *
   * @param path as sent, without the query
   * @return the normal form in that reading
   */
  public static String foldedFirst(String path) {
    return withoutDots(folded(decoded(path)));
  }

  /**
   * Tells whether the path goes up, or could for a backend that decodes more, or drops parameters.
   *
   * @param path as sent, without the query
   * @return whether two dots follow each other in it, escaped or not
   */
  public static boolean climbs(String path) {
    return decoded(path).contains("..");
  }

  private static String decoded(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%' && i + 2 < path.length()) {
        int value = PercentEncoding.octet(path.charAt(i + 1), path.charAt(i + 2));
        if (isUnreserved(value)) {
          out.append((char) value);
          i += 2;
          continue;
        }
      }
      out.append(c);
    }
    return out.toString();
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /** RFC 3986 section 5.2.4. */
  private static String withoutDots(String path) {
    StringBuilder out = new StringBuilder(path.length());
    int start = 0;
    while (start < path.length()) {
      int end = path.indexOf('/', start + 1);
      end = end < 0 ? path.length() : end;
      String segment = path.substring(start, end);
      boolean last = end == path.length();
      if (segment.equals("/.") || segment.equals("/..")) {
        if (segment.length() == 3) {
          out.setLength(Math.max(0, out.lastIndexOf("/")));
        }
        if (last) {
          out.append('/');
        }
      } else {
        out.append(segment);
      }
      start = end;
    }
    return out.length() == 0 ? "/" : out.toString();
  }

  /**
   * Takes several slashes for one, as most backends do.
   *
   * @param path in any form
   * @return the same with no two slashes behind each other
   */
  public static String folded(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '/' || i == 0 || path.charAt(i - 1) != '/') {
        out.append(c);
      }
    }
    return out.toString();
  }

  private PathNormalizer() {}
}
