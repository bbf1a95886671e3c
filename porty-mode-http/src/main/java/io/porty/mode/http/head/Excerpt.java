package io.porty.mode.http.head;

import java.util.Locale;

/** Formats a position in a message for error details: {@code line 2, byte 5: "Some \x01"}. */
final class Excerpt {

  /** Maximum bytes shown before the position; enough for names and short values. */
  private static final int MAX_BYTES_BEFORE = 40;

  private static final int MAX_BYTES_BEHIND = 8;

  /**
   * Shows the byte at a position and its surroundings on the line, escaped. Values of secret
   * fields, and queries of request lines, are not shown.
   *
   * @param at may be at the end
   * @param end of the message in the array
   */
  static String of(byte[] b, int at, int end) {
    int lineStart = lineStart(b, Math.min(at, end));
    int from = Math.max(lineStart, at - MAX_BYTES_BEFORE);
    int hidden = hiddenFrom(b, lineStart, Math.min(at, end));
    StringBuilder text = new StringBuilder();
    text.append("line ").append(lineNumber(b, lineStart));
    text.append(", byte ").append(at - lineStart + 1).append(": \"");
    if (hidden >= 0) {
      append(text, b, Math.min(from, hidden), hidden);
      text.append("****");
      append(text, b, at, Math.min(end, at + 1));
    } else {
      append(text, b, from, Math.min(end, at + 1));
      append(text, b, at + 1, lineEnd(b, at + 1, Math.min(end, at + MAX_BYTES_BEHIND)));
    }
    return text.append('"').toString();
  }

  private static int lineStart(byte[] b, int at) {
    int i = at;
    while (i > 0 && b[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  private static int lineNumber(byte[] b, int lineStart) {
    int line = 1;
    for (int i = 0; i < lineStart; i++) {
      line += b[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  private static int lineEnd(byte[] b, int from, int most) {
    int end = from;
    while (end < most && b[end] != '\n' && b[end] != '\r') {
      end++;
    }
    return end;
  }

  /** The position from which the line is hidden; -1 if all of it may be shown. */
  private static int hiddenFrom(byte[] b, int lineStart, int at) {
    boolean first = isFirst(b, lineStart);
    for (int i = lineStart; i < at; i++) {
      if (first && b[i] == '?') {
        return i + 1;
      }
      if (!first && b[i] == ':') {
        HeaderName field = HeaderName.of(b, lineStart, i);
        return SecretFields.contain(field, Ascii.text(b, lineStart, i)) ? i + 1 : -1;
      }
    }
    return -1;
  }

  /** Whether only empty lines precede this one. */
  private static boolean isFirst(byte[] b, int lineStart) {
    int i = 0;
    while (i < lineStart && (b[i] == '\r' || b[i] == '\n')) {
      i++;
    }
    return i == lineStart;
  }

  private static void append(StringBuilder text, byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = (char) (b[i] & 0xff);
      switch (c) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '\t' -> text.append("\\t");
        case '"', '\\' -> text.append('\\').append(c);
        default -> {
          if (c < 0x20 || c > 0x7e) {
            text.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
  }

  private Excerpt() {}
}
