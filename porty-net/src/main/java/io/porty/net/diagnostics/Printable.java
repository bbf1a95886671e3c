package io.porty.net.diagnostics;

/**
 * Untrusted text on one line: control characters, line ends, bidirectional controls and unpaired
 * surrogates become {@code \xNN} or {@code \xNNNN}, so that a client cannot forge log lines or send
 * escape sequences to a terminal. Other characters of any script stay.
 */
public final class Printable {

  private static final String HEX = "0123456789abcdef";

  public static String of(String text) {
    int i = 0;
    while (i < text.length() && isPrintable(text, i)) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPrintable(text, i)) {
        out.append(c);
      } else {
        out.append("\\x");
        for (int shift = c > 0xff ? 12 : 4; shift >= 0; shift -= 4) {
          out.append(HEX.charAt(c >> shift & 0xf));
        }
      }
    }
    return out.toString();
  }

  /** Whether all of it may be printed as it is. */
  static boolean isAll(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintable(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(String text, int at) {
    char c = text.charAt(at);
    if (c >= 0x20 && c < 0x7f) {
      return true;
    }
    if (Character.isSurrogate(c)) {
      return isPaired(text, at, c);
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static boolean isPaired(String text, int at, char c) {
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }

  private Printable() {}
}
