package io.porty.engine.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that a request never chooses as its backend, whatever the configuration allows (DESIGN,
 * target policy).
 */
final class ReservedAddresses {

  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] COMPATIBLE = new byte[12];
  private static final byte[] AWS_METADATA_V6 = {
    (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54
  };

  /** What kind of reserved address it is, as words for a sentence. */
  static Optional<String> kind(InetAddress address) {
    InetAddress inner = embedded(address);
    if (inner.isAnyLocalAddress()) {
      return Optional.of("the unspecified address");
    }
    if (inner.isLinkLocalAddress()) {
      return Optional.of("a link-local address");
    }
    if (inner.isMulticastAddress()) {
      return Optional.of("a multicast address");
    }
    byte[] bytes = inner.getAddress();
    if (bytes.length == 4 && bytes[0] == 0) {
      return Optional.of("an address of this network");
    }
    if (bytes.length == 4 && (bytes[0] & 0xf0) == 0xf0) {
      return Optional.of("a broadcast or reserved address");
    }
    if (isMetadata(bytes)) {
      return Optional.of("a cloud metadata address");
    }
    return Optional.empty();
  }

  private static boolean isMetadata(byte[] b) {
    if (b.length == 16) {
      return Arrays.equals(b, AWS_METADATA_V6);
    }
    boolean alibaba = (b[0] & 0xff) == 100 && b[1] == 100 && b[2] == 100 && (b[3] & 0xff) == 200;
    boolean oracle = (b[0] & 0xff) == 192 && b[1] == 0 && b[2] == 0 && (b[3] & 0xff) == 192;
    boolean azure = (b[0] & 0xff) == 168 && b[1] == 63 && (b[2] & 0xff) == 129 && b[3] == 16;
    return alibaba || oracle || azure;
  }

  /**
   * The IPv4 address inside a NAT64, 6to4 or IPv4-compatible address; the address itself otherwise.
   */
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] b = address.getAddress();
    byte[] head = Arrays.copyOf(b, 12);
    boolean loopback = Arrays.equals(head, COMPATIBLE) && b[12] == 0 && b[13] == 0 && b[14] == 0;
    if (Arrays.equals(head, NAT64) || (Arrays.equals(head, COMPATIBLE) && !loopback)) {
      return of(Arrays.copyOfRange(b, 12, 16));
    }
    return b[0] == 0x20 && b[1] == 0x02 ? of(Arrays.copyOfRange(b, 2, 6)) : address;
  }

  private static InetAddress of(byte[] four) {
    try {
      return InetAddress.getByAddress(four);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  private ReservedAddresses() {}
}
