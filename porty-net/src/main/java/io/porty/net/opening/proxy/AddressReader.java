package io.porty.net.opening.proxy;

import io.porty.api.Bytes;
import io.porty.api.IpLiteral;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads addresses in text where they stand, strictly: IPv4 in four decimal numbers without leading
 * zeros, IPv6 as RFC 4291 section 2.2 has it, without a zone. An IPv4-mapped address becomes the
 * IPv4 address that it is. Stateless.
 */
final class AddressReader {

  private static final int GROUPS = 8;
  private static final int MAX_HEX_DIGITS = 4;
  private static final int MAX_DECIMAL_DIGITS = 3;

  /** Null if the text is no IPv4 address. */
  static @Nullable InetAddress v4(Bytes bytes, int from, int end) {
    byte[] four = new byte[4];
    return putV4(bytes, from, end, four, 0) ? IpLiteral.of(four) : null;
  }

  private static boolean putV4(Bytes bytes, int from, int end, byte[] to, int at) {
    int i = from;
    for (int octet = 0; octet < 4; octet++) {
      int start = i;
      int value = 0;
      while (i < end
          && bytes.at(i) >= '0'
          && bytes.at(i) <= '9'
          && i - start < MAX_DECIMAL_DIGITS) {
        value = 10 * value + bytes.at(i++) - '0';
      }
      boolean zeroFirst = i - start > 1 && bytes.at(start) == '0';
      if (i == start || value > 255 || zeroFirst) {
        return false;
      }
      to[at + octet] = (byte) value;
      if (octet < 3 && (i == end || bytes.at(i++) != '.')) {
        return false;
      }
    }
    return i == end;
  }

  /** Null if the text is no IPv6 address. */
  static @Nullable InetAddress v6(Bytes bytes, int from, int end) {
    byte[] sixteen = new byte[2 * GROUPS];
    int groups = 0;
    int gap = -1;
    int i = from;
    if (end - from >= 2 && bytes.at(from) == ':' && bytes.at(from + 1) == ':') {
      gap = 0;
      i += 2;
    }
    while (i < end) {
      int start = i;
      int value = 0;
      while (i < end && i - start < MAX_HEX_DIGITS && hex(bytes.at(i)) >= 0) {
        value = value << 4 | hex(bytes.at(i++));
      }
      if (i < end && bytes.at(i) == '.') {
        if (groups > GROUPS - 2 || !putV4(bytes, start, end, sixteen, 2 * groups)) {
          return null;
        }
        groups += 2;
        i = end;
      } else if (i == start || groups == GROUPS) {
        return null;
      } else {
        sixteen[2 * groups] = (byte) (value >> 8);
        sixteen[2 * groups + 1] = (byte) value;
        groups++;
        if (i < end) {
          if (bytes.at(i++) != ':' || i == end) {
            return null;
          }
          if (bytes.at(i) == ':') {
            if (gap >= 0) {
              return null;
            }
            gap = groups;
            i++;
          }
        }
      }
    }
    return filled(sixteen, groups, gap);
  }

  /** Moves what follows the gap to the end; the gap stands for one group at least. */
  private static @Nullable InetAddress filled(byte[] sixteen, int groups, int gap) {
    if (gap < 0) {
      return groups == GROUPS ? IpLiteral.of(sixteen) : null;
    }
    if (groups == GROUPS) {
      return null;
    }
    int tail = 2 * (groups - gap);
    byte[] full = new byte[sixteen.length];
    System.arraycopy(sixteen, 0, full, 0, 2 * gap);
    System.arraycopy(sixteen, 2 * gap, full, full.length - tail, tail);
    return IpLiteral.of(full);
  }

  private static int hex(byte letter) {
    return letter < 0 ? -1 : Character.digit(letter, 16);
  }

  private AddressReader() {}
}
