package io.porty.net.policy;

import java.net.InetAddress;
import java.util.Optional;

/** A block of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. */
public final class Cidr {

  /** Bits in front of the IPv4 address in an IPv4-mapped one (RFC 4291 section 2.5.5.2). */
  private static final int MAPPED_BITS = 96;

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    InetAddress address = IpLiteral.parse(literal);
    if (address == null) {
      return Optional.empty();
    }
    byte[] bytes = address.getAddress();
    boolean mapped = bytes.length == 4 && literal.indexOf(':') >= 0;
    int written = bytes.length * 8 + (mapped ? MAPPED_BITS : 0);
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > written) {
        return Optional.empty();
      }
      written = Integer.parseInt(length);
    }
    int bits = mapped ? written - MAPPED_BITS : written;
    return bits < 0 ? Optional.empty() : Optional.of(new Cidr(bytes, bits));
  }

  /**
   * @throws IllegalArgumentException if the text is no block
   */
  static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (other[i] != network[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((other[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
  }
}
