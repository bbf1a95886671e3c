package io.porty.mode.http.router;

import io.netty.util.NetUtil;
import io.porty.api.Bytes;
import io.porty.api.route.PercentEncoding;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a host or port that a client sent: percent-decoded once, then parsed strictly. */
final class TargetParser {

  private static final int MAX_NAME_CHARACTERS = 253;
  private static final int MAX_LABEL_CHARACTERS = 63;
  private static final Pattern LEADING_ZERO = Pattern.compile("(^|\\.)0[0-9]");

  /**
   * The decoded text; null if an escape is malformed. Bytes above ASCII are kept, and rejected by
   * the grammar.
   */
  static @Nullable String decode(Bytes query, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      int c = query.at(i) & 0xff;
      if (c == '%') {
        if (i + 2 >= end) {
          return null;
        }
        c = PercentEncoding.octet(query.at(i + 1), query.at(i + 2));
        if (c < 0) {
          return null;
        }
        i += 2;
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** The host in lower case, an IPv6 literal without brackets; null if it is malformed. */
  static @Nullable String host(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      String inner = text.substring(1, text.length() - 1);
      return isV6(inner) ? inner.toLowerCase(Locale.ROOT) : withoutDots(inner);
    }
    if (isV4(text) || isV6(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    String hexadecimal = withoutDots(text);
    if (hexadecimal != null) {
      return hexadecimal;
    }
    return isName(text) ? text.toLowerCase(Locale.ROOT) : null;
  }

  /** Parses four decimal numbers. Leading zeros are rejected: some resolvers read them as octal. */
  private static boolean isV4(String text) {
    return NetUtil.isValidIpV4Address(text) && !LEADING_ZERO.matcher(text).find();
  }

  private static boolean isV6(String text) {
    int dot = text.indexOf('.');
    return text.indexOf('%') < 0
        && text.indexOf('[') < 0
        && NetUtil.isValidIpV6Address(text)
        && (dot < 0 || isV4(text.substring(text.lastIndexOf(':', dot) + 1)));
  }

  /**
   * Converts an IPv6 literal with an IPv4 suffix (RFC 4291 section 2.2) to hexadecimal; null if it
   * is malformed.
   */
  private static @Nullable String withoutDots(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !isV4(text.substring(colon + 1))) {
      return null;
    }
    byte[] last = NetUtil.createByteArrayFromIpAddressString(text.substring(colon + 1));
    String plain =
        text.substring(0, colon + 1)
            + Integer.toHexString((last[0] & 0xff) << 8 | (last[1] & 0xff))
            + ":"
            + Integer.toHexString((last[2] & 0xff) << 8 | (last[3] & 0xff));
    return isV6(plain) ? plain.toLowerCase(Locale.ROOT) : null;
  }

  /**
   * A DNS name. A name whose last label is a number is rejected: some resolvers read it as an
   * address.
   */
  private static boolean isName(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty() || name.length() > MAX_NAME_CHARACTERS) {
      return false;
    }
    int label = 0;
    boolean digits = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (label == 0 || name.charAt(i - 1) == '-') {
          return false;
        }
        label = 0;
        digits = true;
        continue;
      }
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9';
      if ((!letter && !digit && c != '-')
          || (c == '-' && label == 0)
          || ++label > MAX_LABEL_CHARACTERS) {
        return false;
      }
      digits &= digit;
    }
    // Of an empty last label, all characters are digits.
    return !digits && name.charAt(name.length() - 1) != '-' && !lastLabelIsHex(name);
  }

  private static boolean lastLabelIsHex(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return last.matches("0x[0-9a-f]*");
  }

  /** Parses 1 to 65535 in decimal without leading zeros; 0 if it is malformed. */
  static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || text.charAt(0) == '0') {
      return 0;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      value = value * 10 + c - '0';
    }
    return value <= 65535 ? value : 0;
  }

  private TargetParser() {}
}
