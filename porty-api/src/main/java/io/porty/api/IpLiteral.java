package io.porty.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses IP addresses in the notation that all programs agree on: four decimal numbers without
 * leading zeros (RFC 3986 section 3.2.2), or RFC 4291 section 2.2. Other forms that some resolvers
 * accept (octal, hexadecimal and short IPv4, IPv6 zones) are rejected.
 *
 * @since 0.2
 */
public final class IpLiteral {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

  private static final int MAX_V6 = 45;

  /**
   * Parses an address without a DNS lookup.
   *
   * @param text without brackets
   * @return an IPv4-mapped address as the IPv4 address that it is; null if the text is no address
   */
  public static @Nullable InetAddress parse(String text) {
    return text.indexOf(':') < 0 ? v4(text) : v6(text);
  }

  private static @Nullable InetAddress v4(String text) {
    if (!V4.matcher(text).matches()) {
      return null;
    }
    byte[] four = new byte[4];
    String[] octets = text.split("\\.");
    for (int i = 0; i < four.length; i++) {
      four[i] = (byte) Integer.parseInt(octets[i]);
    }
    return of(four);
  }

  private static @Nullable InetAddress v6(String text) {
    int dot = text.indexOf('.');
    int tail = dot < 0 ? text.length() : text.lastIndexOf(':', dot) + 1;
    boolean fine =
        text.length() <= MAX_V6
            && V6.matcher(text.substring(0, tail)).matches()
            && (dot < 0 || V4.matcher(text.substring(tail)).matches());
    if (!fine) {
      return null;
    }
    try {
      // Text with a colon is never resolved as a name.
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /**
   * Whether the last label of a name is a number in any notation: some resolvers would parse such a
   * name as an address, so it is rejected.
   *
   * @param name of a host
   * @return whether the name must be rejected
   */
  public static boolean endsInNumber(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    String last = bare.substring(bare.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return NUMBER.matcher(last).matches();
  }

  /**
   * The address with these bytes.
   *
   * @param bytes four or sixteen
   * @return the address
   */
  public static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen bytes are an address", e);
    }
  }

  private IpLiteral() {}
}
