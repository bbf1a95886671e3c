package io.porty.mode.http.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address or CIDR block of trusted clients. A block of IPv4-mapped addresses is one of IPv4, as
 * its clients are.
 *
 * @param network the first address
 * @param bits how many leading bits count
 */
record Cidr(byte[] network, int bits) {

  /** An IPv4 number that some programs read as octal. */
  private static final Pattern LEADING_ZERO = Pattern.compile("(^|[.:])0[0-9]+\\.|\\.0[0-9]");

  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

  /** Bits in front of the IPv4 address in an IPv4-mapped one (RFC 4291 section 2.5.5.2). */
  private static final int MAPPED_BITS = 96;

  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    byte[] network = address(literal);
    if (network == null) {
      return Optional.empty();
    }
    int before = network.length == 4 && literal.indexOf(':') >= 0 ? MAPPED_BITS : 0;
    int most = before + network.length * 8;
    String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(length);
    return bits < before || bits > most
        ? Optional.empty()
        : Optional.of(new Cidr(network, bits - before));
  }

  private static byte @Nullable [] address(String literal) {
    if (LEADING_ZERO.matcher(literal).find()) {
      return null;
    }
    if (!V6.matcher(literal).matches()) {
      return NetUtil.isValidIpV4Address(literal)
          ? NetUtil.createByteArrayFromIpAddressString(literal)
          : null;
    }
    try {
      // With a colon in it, it is never looked up as a name.
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if (((other[bit >> 3] ^ network[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
