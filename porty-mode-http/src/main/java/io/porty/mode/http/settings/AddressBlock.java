package io.porty.mode.http.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/**
 * An address or CIDR block of trusted clients.
 *
 * @param network the first address
 * @param bits how many leading bits count
 */
record AddressBlock(byte[] network, int bits) {

  static Optional<AddressBlock> parse(String text) {
    int slash = text.indexOf('/');
    byte[] network =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (network == null) {
      return Optional.empty();
    }
    String length = slash < 0 ? Integer.toString(network.length * 8) : text.substring(slash + 1);
    boolean fits = length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= network.length * 8;
    return fits
        ? Optional.of(new AddressBlock(network, Integer.parseInt(length)))
        : Optional.empty();
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
