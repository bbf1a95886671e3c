package io.porty.net.opening.proxy;

import io.porty.api.Bytes;
import io.porty.api.IpLiteral;
import io.porty.net.opening.proxy.ProxyParse.Malformed;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Version 2, binary (proxy-protocol.txt section 2.2). Stateless. */
final class ProxyV2 {

  /** Signature, version and command, family and protocol, length. */
  static final int FIXED = 16;

  /** The most that a header may declare: the format allows 64 KiB, and nobody sends that. */
  static final int MAX_PAYLOAD = 4096;

  static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };

  static final int VERSION = 0x20;
  static final int LOCAL = 0x0;
  static final int PROXY = 0x1;
  static final int STREAM = 0x1;
  private static final int DGRAM = 0x2;
  static final int UNSPEC = 0x0;
  static final int INET = 0x1;
  static final int INET6 = 0x2;
  static final int UNIX = 0x3;

  private static final int COMMAND_AT = 12;
  private static final int FAMILY_AT = 13;
  private static final int LENGTH_AT = 14;

  /** The address of a Unix domain socket: no name, as of every client of one. */
  private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  static ProxyParse parse(Bytes bytes) {
    int have = bytes.length();
    for (int i = 0; i < Math.min(have, SIGNATURE.length); i++) {
      if (bytes.at(i) != SIGNATURE[i]) {
        return new Malformed("no PROXY header");
      }
    }
    if (have <= COMMAND_AT) {
      return ProxyParse.INCOMPLETE;
    }
    int command = bytes.at(COMMAND_AT) & 0x0f;
    if ((bytes.at(COMMAND_AT) & 0xf0) != VERSION || command > PROXY) {
      return new Malformed("an unknown version or command");
    }
    if (have <= FAMILY_AT) {
      return ProxyParse.INCOMPLETE;
    }
    int family = bytes.at(FAMILY_AT) >> 4 & 0x0f;
    int protocol = bytes.at(FAMILY_AT) & 0x0f;
    // "The receiver must discard the protocol block including the family" of LOCAL.
    if (command == PROXY && (family > UNIX || protocol > DGRAM)) {
      return new Malformed("an unknown address family or protocol");
    }
    if (have < FIXED) {
      return ProxyParse.INCOMPLETE;
    }
    int payload = unsignedShort(bytes, LENGTH_AT);
    int addresses = command == LOCAL ? 0 : addressBytes(family);
    if (payload > MAX_PAYLOAD || payload < addresses) {
      return new Malformed("a length of " + payload);
    }
    int length = FIXED + payload;
    if (have < length) {
      return ProxyParse.INCOMPLETE;
    }
    if (command == LOCAL || family == UNSPEC) {
      return ProxyHeader.ofSocket(length);
    }
    return proxied(bytes, family, protocol == STREAM, length);
  }

  private static ProxyParse proxied(Bytes bytes, int family, boolean named, int length) {
    TlvReader tlvs = new TlvReader(bytes, length);
    String problem = tlvs.read(FIXED + addressBytes(family));
    if (problem != null) {
      return new Malformed(problem);
    }
    if (!named) {
      return ProxyHeader.ofSocket(length);
    }
    if (family == UNIX) {
      return new ProxyHeader(length, UNNAMED, UNNAMED, tlvs.facts());
    }
    int size = family == INET ? 4 : 16;
    int ports = FIXED + 2 * size;
    return new ProxyHeader(
        length,
        address(bytes, FIXED, size, unsignedShort(bytes, ports)),
        address(bytes, FIXED + size, size, unsignedShort(bytes, ports + 2)),
        tlvs.facts());
  }

  private static SocketAddress address(Bytes bytes, int from, int size, int port) {
    byte[] ip = new byte[size];
    for (int i = 0; i < size; i++) {
      ip[i] = bytes.at(from + i);
    }
    return new InetSocketAddress(IpLiteral.of(ip), port);
  }

  private static int addressBytes(int family) {
    return switch (family) {
      case INET -> 12;
      case INET6 -> 36;
      case UNIX -> 216;
      default -> 0;
    };
  }

  static int unsignedShort(Bytes bytes, int at) {
    return (bytes.at(at) & 0xff) << 8 | (bytes.at(at + 1) & 0xff);
  }

  private ProxyV2() {}
}
