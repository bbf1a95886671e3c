package io.porty.engine.policy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/** A block of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. */
public final class Cidr {

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return Optional.empty();
    }
    int bits = bytes.length * 8;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
        return Optional.empty();
      }
      bits = Integer.parseInt(length);
    }
    return Optional.of(new Cidr(bytes, bits));
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
