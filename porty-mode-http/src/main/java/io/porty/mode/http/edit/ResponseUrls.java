package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderName;
import io.porty.mode.http.head.HeaderSpans;

/** Rewrites the response fields that contain URLs, domains or paths of the backend. */
final class ResponseUrls {

  private static final byte[] URL = Ascii.bytes("url");
  private static final byte[] DOMAIN = Ascii.bytes("domain");
  private static final byte[] PATH = Ascii.bytes("path");

  /** In lower case; browsers compare it case-insensitively. */
  private static final byte[] HOST_PREFIX = Ascii.bytes("__host-");

  /**
   * Writes the field at {@code i} for the client.
   *
   * @return whether it was one of these fields, and is written
   */
  static boolean write(HeadWriter out, byte[] b, HeaderSpans fields, int i, ExchangeUrls urls) {
    HeaderName field = fields.field(i);
    if (field == null) {
      return false;
    }
    return switch (field) {
      case LOCATION, CONTENT_LOCATION, REFRESH ->
          urls.rewrites(ExchangeUrls.Part.LOCATION) && rewritten(out, b, fields, i, urls);
      case SET_COOKIE ->
          urls.rewrites(ExchangeUrls.Part.COOKIES) && rewritten(out, b, fields, i, urls);
      default -> false;
    };
  }

  private static boolean rewritten(
      HeadWriter out, byte[] b, HeaderSpans fields, int i, ExchangeUrls urls) {
    int start = fields.valueStart(i);
    int end = fields.valueEnd(i);
    name(out, b, fields, i);
    if (fields.field(i) == HeaderName.SET_COOKIE) {
      cookie(out, b, start, end, urls);
    } else if (fields.field(i) == HeaderName.REFRESH) {
      refresh(out, b, start, end, urls);
    } else {
      urls.toClient(out, b, start, end);
    }
    out.line();
    return true;
  }

  private static void name(HeadWriter out, byte[] b, HeaderSpans fields, int i) {
    out.put(b, fields.nameStart(i), fields.nameEnd(i)).put(": ");
  }

  /** {@code 5; url=/next}, with or without quotes. */
  private static void refresh(HeadWriter out, byte[] b, int start, int end, ExchangeUrls urls) {
    int from = refreshUrl(b, start, end);
    int to = end;
    if (from < to && (b[from] == '"' || b[from] == '\'')) {
      from++;
      if (to > from && b[to - 1] == b[from - 1]) {
        to--;
      }
    }
    out.put(b, start, from);
    urls.toClient(out, b, from, to);
    out.put(b, to, end);
  }

  /** Start of the URL or its quote, after {@code url=}; the end if there is none. */
  private static int refreshUrl(byte[] b, int start, int end) {
    int word = start;
    while (word + URL.length < end) {
      int equals = skipBlanks(b, word + URL.length, end);
      if (equals < end
          && b[equals] == '='
          && Ascii.equalsIgnoreCase(b, word, word + URL.length, URL)) {
        return skipBlanks(b, equals + 1, end);
      }
      word++;
    }
    return end;
  }

  /**
   * RFC 6265 section 4.1.1: a Domain of the backend is removed, so that the cookie applies to the
   * host that the client requested; a Path of the backend is rewritten. Browsers accept the prefix
   * {@code __Host-} only with the path "/", which is kept.
   */
  private static void cookie(HeadWriter out, byte[] b, int start, int end, ExchangeUrls urls) {
    int pair = semicolon(b, start, end);
    out.put(b, start, pair);
    boolean fixed =
        pair - start >= HOST_PREFIX.length
            && Ascii.equalsIgnoreCase(b, start, start + HOST_PREFIX.length, HOST_PREFIX);
    int from = pair + 1;
    while (from < end) {
      int to = semicolon(b, from, end);
      if (fixed) {
        out.put(';').put(b, from, to);
      } else {
        attribute(out, b, from, to, urls);
      }
      from = to + 1;
    }
  }

  private static int semicolon(byte[] b, int from, int end) {
    int i = from;
    while (i < end && b[i] != ';') {
      i++;
    }
    return i;
  }

  /**
   * One attribute with its preceding semicolon. White space around name and value is ignored, as
   * browsers do (RFC 6265 section 5.2).
   */
  private static void attribute(HeadWriter out, byte[] b, int from, int to, ExchangeUrls urls) {
    int equals = from;
    while (equals < to && b[equals] != '=') {
      equals++;
    }
    int name = skipBlanks(b, from, equals);
    int nameEnd = dropBlanks(b, name, equals);
    int value = skipBlanks(b, Math.min(to, equals + 1), to);
    int valueEnd = dropBlanks(b, value, to);
    if (Ascii.equalsIgnoreCase(b, name, nameEnd, DOMAIN)) {
      int dot = value < valueEnd && b[value] == '.' ? value + 1 : value;
      if (urls.isBackendName(b, dot, valueEnd)) {
        return;
      }
    }
    out.put(';');
    if (Ascii.equalsIgnoreCase(b, name, nameEnd, PATH) && value < valueEnd) {
      out.put(b, from, value);
      urls.cookiePath(out, b, value, valueEnd);
    } else {
      out.put(b, from, to);
    }
  }

  private static int skipBlanks(byte[] b, int from, int end) {
    int i = from;
    while (i < end && (b[i] == ' ' || b[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static int dropBlanks(byte[] b, int start, int end) {
    int i = end;
    while (i > start && (b[i - 1] == ' ' || b[i - 1] == '\t')) {
      i--;
    }
    return i;
  }

  private ResponseUrls() {}
}
