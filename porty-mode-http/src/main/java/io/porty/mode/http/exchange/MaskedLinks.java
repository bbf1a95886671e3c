package io.porty.mode.http.exchange;

import io.porty.api.route.PercentEncoding;

/**
 * Masks the signatures of signed links in log text: a logged {@code porty_sig}, or one in a logged
 * Referer, would allow anyone to use the link.
 */
final class MaskedLinks {

  private static final String NAME = "porty_sig";
  private static final String MASK = "****";

  /** The text with the values of signature parameters masked; the same instance if it has none. */
  static String of(String text) {
    if (text.indexOf('?') < 0 || text.indexOf('=') < 0) {
      return text;
    }
    StringBuilder out = null;
    int done = 0;
    int i = text.indexOf('?') + 1;
    while (i > 0 && i < text.length()) {
      int end = endOf(text, i);
      int equals = text.indexOf('=', i);
      if (equals >= 0 && equals < end && isSignature(text, i, equals)) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, done, equals + 1).append(MASK);
        done = end;
      }
      i = end + 1;
    }
    return out == null ? text : out.append(text, done, text.length()).toString();
  }

  private static int endOf(String text, int from) {
    int end = from;
    while (end < text.length() && "&#? \"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Names are percent-decoded once, as the router does. */
  private static boolean isSignature(String text, int start, int end) {
    int i = start;
    int k = 0;
    while (i < end && k < NAME.length()) {
      int c = text.charAt(i++);
      if (c == '%' && i + 2 <= end) {
        c = PercentEncoding.octet(text.charAt(i), text.charAt(i + 1));
        i += 2;
      }
      if (c != NAME.charAt(k++)) {
        return false;
      }
    }
    return i == end && k == NAME.length();
  }

  private MaskedLinks() {}
}
