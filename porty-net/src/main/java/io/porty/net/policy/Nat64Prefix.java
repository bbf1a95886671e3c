package io.porty.net.policy;

import io.porty.api.Cidr;
import io.porty.api.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NAT64 prefix, which determines the position of the embedded IPv4 address (RFC 6052 section
 * 2.2).
 */
public final class Nat64Prefix {

  private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);
  private static final Pattern SHAPE = Pattern.compile("([^/]+)/(\\d{2})");

  /** Bits 64 to 71 are zero and no part of the IPv4 address. */
  private static final int SKIPPED_BYTE = 8;

  private final Cidr block;
  private final int bits;

  private Nat64Prefix(Cidr block, int bits) {
    this.block = block;
    this.bits = bits;
  }

  /**
   * Parses {@code 2001:db8:64::/96}; empty unless it is an IPv6 prefix with a length of RFC 6052.
   */
  public static Optional<Nat64Prefix> parse(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches() || !LENGTHS.contains(Integer.parseInt(shape.group(2)))) {
      return Optional.empty();
    }
    InetAddress address = IpLiteral.parse(shape.group(1));
    return address == null || address.getAddress().length == 4
        ? Optional.empty()
        : Cidr.parse(text).map(block -> new Nat64Prefix(block, Integer.parseInt(shape.group(2))));
  }

  /** The error in a prefix of a configuration. */
  public static Optional<String> problem(String text) {
    return parse(text).isPresent()
        ? Optional.empty()
        : Optional.of(
            "has \""
                + text
                + "\"; expected an IPv6 prefix of 32, 40, 48, 56, 64 or 96 bits, such as \"2001:db8:64::/96\"");
  }

  /** One that other prefixes of RFC 6052 may be inside of. */
  static Nat64Prefix of(String block, int bits) {
    return new Nat64Prefix(Cidr.of(block), bits);
  }

  boolean contains(InetAddress address) {
    return block.contains(address);
  }

  /** The IPv4 address inside an address of sixteen bytes. */
  InetAddress inner(byte[] six) {
    byte[] four = new byte[4];
    int from = bits / 8;
    for (int i = 0; i < four.length; i++) {
      if (from == SKIPPED_BYTE) {
        from++;
      }
      four[i] = six[from++];
    }
    return IpLiteral.of(four);
  }
}
