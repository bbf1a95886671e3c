package io.porty.net.opening.proxy;

import io.porty.api.Bytes;
import io.porty.net.opening.proxy.ProxyParse.Malformed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Version 1, a line of text (proxy-protocol.txt section 2.1). Stateless. */
final class ProxyV1 {

  /** With its line end. */
  static final int MAX_LENGTH = 107;

  private static final String PREFIX = "PROXY ";
  private static final String UNKNOWN = "UNKNOWN";
  private static final String TCP4 = "TCP4 ";
  private static final String TCP6 = "TCP6 ";
  private static final int MAX_PORT_DIGITS = 5;
  private static final int MAX_PORT = 65_535;

  static ProxyParse parse(Bytes bytes) {
    int known = Math.min(bytes.length(), PREFIX.length());
    for (int i = 0; i < known; i++) {
      if (bytes.at(i) != PREFIX.charAt(i)) {
        return new Malformed("no PROXY header");
      }
    }
    int end = Math.min(bytes.length(), MAX_LENGTH);
    for (int i = known; i < end; i++) {
      byte one = bytes.at(i);
      if (one == '\n') {
        return new Malformed("a line feed without carriage return");
      }
      if (one == '\r') {
        return i + 1 == MAX_LENGTH ? tooLong() : lineEnd(bytes, i);
      }
    }
    return end == MAX_LENGTH ? tooLong() : ProxyParse.INCOMPLETE;
  }

  private static Malformed tooLong() {
    return new Malformed("a line of more than " + MAX_LENGTH + " bytes");
  }

  private static ProxyParse lineEnd(Bytes bytes, int end) {
    if (end + 1 == bytes.length()) {
      return ProxyParse.INCOMPLETE;
    }
    return bytes.at(end + 1) == '\n'
        ? line(bytes, end)
        : new Malformed("a carriage return without line feed");
  }

  private static ProxyParse line(Bytes bytes, int end) {
    int from = PREFIX.length();
    int length = end + 2;
    if (startsWith(bytes, from, end, UNKNOWN)) {
      int after = from + UNKNOWN.length();
      // "The receiver must ignore anything presented before the CRLF is found."
      return after == end || bytes.at(after) == ' '
          ? ProxyHeader.ofSocket(length)
          : new Malformed("an unknown protocol");
    }
    boolean four = startsWith(bytes, from, end, TCP4);
    if (!four && !startsWith(bytes, from, end, TCP6)) {
      return new Malformed("an unknown protocol");
    }
    int source = from + TCP4.length();
    int destination = field(bytes, source, end);
    int sourcePort = field(bytes, destination, end);
    int destinationPort = field(bytes, sourcePort, end);
    if (destinationPort < 0) {
      return new Malformed("fewer fields than addresses and ports");
    }
    InetSocketAddress client =
        address(
            address(bytes, source, destination - 1, four),
            port(bytes, sourcePort, destinationPort - 1));
    InetSocketAddress local =
        address(
            address(bytes, destination, sourcePort - 1, four), port(bytes, destinationPort, end));
    return client == null || local == null
        ? new Malformed("an address or port in a wrong form")
        : new ProxyHeader(length, client, local, null);
  }

  private static boolean startsWith(Bytes bytes, int from, int end, String word) {
    if (end - from < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes.at(from + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the next field begins, one space behind this one; -1 if there is none. */
  private static int field(Bytes bytes, int from, int end) {
    if (from < 0) {
      return -1;
    }
    for (int i = from; i < end; i++) {
      if (bytes.at(i) == ' ') {
        return i + 1;
      }
    }
    return -1;
  }

  private static @Nullable InetAddress address(Bytes bytes, int from, int end, boolean four) {
    return four ? AddressReader.v4(bytes, from, end) : AddressReader.v6(bytes, from, end);
  }

  private static @Nullable InetSocketAddress address(@Nullable InetAddress ip, int port) {
    return ip == null || port < 0 ? null : new InetSocketAddress(ip, port);
  }

  /** A decimal number without leading zeros; -1 if it is none. */
  private static int port(Bytes bytes, int from, int end) {
    int digits = end - from;
    if (digits < 1 || digits > MAX_PORT_DIGITS || (digits > 1 && bytes.at(from) == '0')) {
      return -1;
    }
    int port = 0;
    for (int i = from; i < end; i++) {
      int digit = bytes.at(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = 10 * port + digit;
    }
    return port > MAX_PORT ? -1 : port;
  }

  private ProxyV1() {}
}
