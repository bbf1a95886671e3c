package io.porty.api;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The text of addresses, the same in logs, metrics, messages and header fields: IPv4 with dots,
 * IPv6 as RFC 5952 has it (lower case, no leading zeros, the longest run of zeros as {@code ::}),
 * in brackets where a port follows. A zone is left out: it means something on this machine only.
 * Stateless; from any thread.
 *
 * @since 0.2
 */
public final class AddressText {

  private static final int GROUPS = 8;

  /** Three dots and four numbers. */
  private static final int MAX_V4_CHARS = 15;

  /** Eight groups of four digits and the colons between them. */
  private static final int MAX_V6_CHARS = 39;

  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /**
   * {@return the text of an address, without brackets}
   *
   * @param address IPv4 or IPv6
   */
  public static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      StringBuilder text = new StringBuilder(MAX_V4_CHARS);
      putV4(text, bytes, 0);
      return text.toString();
    }
    return v6(bytes);
  }

  /**
   * {@return the text of a socket's address: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}, {@code
   * unix:/path}; {@code unix} for a Unix domain socket without a path, and for null}
   *
   * @param address of either end of a connection; null if it has none
   */
  public static String of(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      InetAddress ip = inet.getAddress();
      return hostPort(ip == null ? inet.getHostString() : of(ip), inet.getPort());
    }
    String path = address == null ? "" : address.toString();
    return path.isEmpty() ? "unix" : "unix:" + path;
  }

  /**
   * {@return host and port in one text, an IPv6 address in brackets}
   *
   * @param host a name or the text of an address, without brackets
   * @param port a TCP port
   */
  public static String hostPort(String host, int port) {
    return bracketed(host) + ":" + port;
  }

  /**
   * {@return a host as it stands before a port: an IPv6 address in brackets}
   *
   * @param host a name or the text of an address, without brackets
   */
  public static String bracketed(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }

  /**
   * {@return a host whose IPv6 address is written as RFC 5952 has it; any other host as it is} No
   * name is looked up.
   *
   * @param host a name or the text of an address, without brackets
   */
  public static String canonicalHost(String host) {
    if (host.indexOf(':') < 0 || host.indexOf('%') >= 0) {
      return host;
    }
    try {
      // In brackets it is an address or nothing: no name is looked up.
      InetAddress address = InetAddress.getByName("[" + host + "]");
      return address instanceof Inet6Address six ? of(six) : "::ffff:" + of(address);
    } catch (UnknownHostException e) {
      return host;
    }
  }

  private static String v6(byte[] bytes) {
    StringBuilder text = new StringBuilder(MAX_V6_CHARS);
    if (isMapped(bytes)) {
      text.append("::ffff:");
      putV4(text, bytes, 12);
      return text.toString();
    }
    int start = -1;
    int length = 1; // One group of zeros is not shortened: RFC 5952 section 4.2.2.
    for (int at = 0; at < GROUPS; at++) {
      int zeros = zeros(bytes, at);
      if (zeros > length) {
        start = at;
        length = zeros;
      }
    }
    for (int at = 0; at < GROUPS; at++) {
      if (at == start) {
        text.append("::");
        at += length - 1;
      } else {
        if (at > 0 && at != start + length) {
          text.append(':');
        }
        putGroup(text, group(bytes, at));
      }
    }
    return text.toString();
  }

  /** {@code ::ffff:0:0/96}, whose last four bytes are an IPv4 address: RFC 5952 section 5. */
  private static boolean isMapped(byte[] bytes) {
    return zeros(bytes, 0) == 5 && group(bytes, 5) == 0xffff;
  }

  private static int zeros(byte[] bytes, int from) {
    int at = from;
    while (at < GROUPS && group(bytes, at) == 0) {
      at++;
    }
    return at - from;
  }

  private static int group(byte[] bytes, int at) {
    return (bytes[2 * at] & 0xff) << 8 | (bytes[2 * at + 1] & 0xff);
  }

  private static void putGroup(StringBuilder text, int group) {
    int shift = 12;
    while (shift > 0 && group >> shift == 0) {
      shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
      text.append(HEX[(group >> shift) & 0xf]);
    }
  }

  private static void putV4(StringBuilder text, byte[] bytes, int from) {
    for (int i = from; i < from + 4; i++) {
      if (i > from) {
        text.append('.');
      }
      text.append(bytes[i] & 0xff);
    }
  }

  private AddressText() {}
}
