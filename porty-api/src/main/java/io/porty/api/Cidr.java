package io.porty.api;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A block of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. A block of
 * IPv4-mapped addresses ({@code ::ffff:10.0.0.0/104}) is the IPv4 block. Immutable.
 *
 * @since 0.2
 */
public final class Cidr {

  /** Bits in front of the IPv4 address in an IPv4-mapped one (RFC 4291 section 2.5.5.2). */
  private static final int MAPPED_BITS = 96;

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads a block.
   *
   * @param text an address that {@link IpLiteral} reads, with or without a prefix length
   * @return empty if the text is no block
   */
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
   * Reads a block that is known to be one.
   *
   * @param text as for {@link #parse}
   * @return the block
   * @throws IllegalArgumentException if the text is no block
   */
  public static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }

  /**
   * Whether an address is in the block.
   *
   * @param address IPv4 or IPv6; one of the other family is not in it
   * @return whether it is
   */
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
