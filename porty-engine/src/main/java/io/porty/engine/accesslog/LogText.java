package io.porty.engine.accesslog;

import io.porty.api.AddressText;
import java.net.SocketAddress;

/**
 * Formats sizes, durations and addresses for the built-in logs. It avoids {@link
 * java.util.Formatter}, whose locale support would load sixty otherwise unused classes.
 */
final class LogText {

  private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};
  private static final String HEX = "0123456789abcdef";

  static String address(SocketAddress address) {
    return escaped(AddressText.of(address));
  }

  static long millis(long nanos) {
    return Math.round(nanos / 1e6);
  }

  /** Seconds with two decimals: {@code 2.33s}. */
  static String seconds(long nanos) {
    return decimals(Math.round(nanos / 1e7)) + "s";
  }

  /** A size with its unit: {@code 512 B}, {@code 1.20 KB}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / 1024.0;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return decimals(Math.round(value * 100)) + " " + UNITS[unit];
  }

  private static String decimals(long hundredths) {
    long rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  /** {@code 1,234}; not for negative numbers. */
  static String grouped(long number) {
    StringBuilder text = new StringBuilder(26).append(number);
    for (int i = text.length() - 3; i > 0; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  /**
   * Untrusted text with control characters and bytes above ASCII as {@code \xNN}, so that a client
   * cannot forge lines.
   */
  static String escaped(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
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

  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x7f;
  }

  private LogText() {}
}
