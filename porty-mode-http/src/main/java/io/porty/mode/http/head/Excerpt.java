package io.porty.mode.http.head;

import java.util.Locale;

/** A place in a message, for people: {@code line 2, byte 5: "Some \x01"}. */
final class Excerpt {

  /** So much before the place is shown; names and short values fit. */
  private static final int MAX_BYTES_BEFORE = 40;

  private static final int MAX_BYTES_BEHIND = 8;

  /**
   * Shows the byte at a position and what stands around it on its line, escaped. The value of a
   * field that may be a secret is not shown, nor is what follows a question mark on a request line.
   *
   * @param at may be behind the last byte
   * @param end of the message in the array: what is behind it may be of another one
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

  /** From where the line is not shown; -1 if all of it may be. */
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

  /** Whether there is nothing but empty lines before this one. */
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
