package io.porty.mode.http.edit;

import io.porty.mode.http.head.HeadWriter;

/**
 * The field If of WebDAV (RFC 4918 section 10.4): URLs of resources in angle brackets, each with
 * lists of conditions in parentheses. What stands in the lists (state tokens, entity tags) is the
 * backend's own and stays.
 */
final class DavConditions {

  /** Writes the value with the URLs as the backend has to read them. */
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

  /** Behind the list's closing parenthesis, which may be in no entity tag or token. */
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
