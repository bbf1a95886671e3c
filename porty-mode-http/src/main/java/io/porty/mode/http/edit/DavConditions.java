package io.porty.mode.http.edit;

import io.porty.mode.http.head.HeadWriter;

/**
 * The field If of WebDAV (RFC 4918 section 10.4): resource URLs in angle brackets with conditions
 * in parentheses. Conditions (state tokens, entity tags) are not changed.
 */
final class DavConditions {

  /** Writes the value with the URLs rewritten for the backend. */
  static void write(HeadWriter out, byte[] b, int start, int end, ExchangeUrls urls) {
    int done = start;
    int i = start;
    while (i < end) {
      if (b[i] == '(') {
        i = listEnd(b, i, end);
      } else if (b[i] == '<') {
        int to = find(b, i + 1, end, '>');
        out.put(b, done, i + 1);
        urls.toBackend(out, b, i + 1, to);
        done = to;
        i = to;
      } else {
        i++;
      }
    }
    out.put(b, done, end);
  }

  /**
   * The position after the list's closing parenthesis, ignoring those in entity tags and tokens.
   */
  private static int listEnd(byte[] b, int from, int end) {
    int i = from + 1;
    while (i < end && b[i] != ')') {
      if (b[i] == '"') {
        i = find(b, i + 1, end, '"');
      } else if (b[i] == '<') {
        i = find(b, i + 1, end, '>');
      }
      i++;
    }
    return Math.min(i, end);
  }

  private static int find(byte[] b, int from, int end, char wanted) {
    int i = from;
    while (i < end && b[i] != wanted) {
      i++;
    }
    return i;
  }

  private DavConditions() {}
}
