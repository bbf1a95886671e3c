package io.porty.mode.http.rewrite;

import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import io.porty.mode.http.head.HeaderSpans;
import io.porty.mode.http.head.KnownField;

/** The fields of a response that have URLs, domains or paths of the backend in them. */
final class ResponseUrls {

  private static final byte[] URL = Ascii.bytes("url=");
  private static final byte[] DOMAIN = Ascii.bytes("domain");
  private static final byte[] PATH = Ascii.bytes("path");

  /**
   * Writes the field at {@code i} as the client has to read it.
   *
   * @return whether it was one of these fields, and is written
   */
  static boolean write(HeadWriter out, byte[] b, HeaderSpans fields, int i, ExchangeUrls urls) {
    KnownField field = fields.field(i);
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
    if (fields.field(i) == KnownField.SET_COOKIE) {
      cookie(out, b, start, end, urls);
    } else if (fields.field(i) == KnownField.REFRESH) {
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

  /** {@code 5; url=/next}, the URL in quotes or not. */
  private static void refresh(HeadWriter out, byte[] b, int start, int end, ExchangeUrls urls) {
    int at = start;
    while (at + URL.length <= end && !Ascii.equalsIgnoreCase(b, at, at + URL.length, URL)) {
      at++;
    }
    if (at + URL.length > end) {
      out.put(b, start, end);
      return;
    }
    int from = at + URL.length;
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

  /**
   * RFC 6265 section 4.1.1: a Domain of the backend goes, which leaves the cookie to the host that
   * the client asked; a Path of the backend becomes the client's.
   */
  private static void cookie(HeadWriter out, byte[] b, int start, int end, ExchangeUrls urls) {
    int from = start;
    while (from < end) {
      int to = from;
      while (to < end && b[to] != ';') {
        to++;
      }
      attribute(out, b, from, to, urls);
      from = to + 1;
    }
  }

  /** One piece of the field, with the semicolon before it. */
  private static void attribute(HeadWriter out, byte[] b, int from, int to, ExchangeUrls urls) {
    int name = from;
    while (name < to && (b[name] == ' ' || b[name] == '\t')) {
      name++;
    }
    int equals = name;
    while (equals < to && b[equals] != '=') {
      equals++;
    }
    int value = Math.min(to, equals + 1);
    boolean isFirst = from == 0 || b[from - 1] != ';';
    if (!isFirst && Ascii.equalsIgnoreCase(b, name, equals, DOMAIN)) {
      int dot = value < to && b[value] == '.' ? value + 1 : value;
      if (urls.isBackendName(b, dot, to)) {
        return;
      }
    }
    if (!isFirst) {
      out.put(';');
    }
    if (!isFirst && Ascii.equalsIgnoreCase(b, name, equals, PATH) && value < to) {
      out.put(b, from, value);
      urls.cookiePath(out, b, value, to);
    } else {
      out.put(b, from, to);
    }
  }

  private ResponseUrls() {}
}
