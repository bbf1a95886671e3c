package io.porty.net.policy;

import io.porty.api.Cidr;
import io.porty.api.IpLiteral;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses that a connection may reach: the address itself and every IPv4 address embedded in
 * it that a translator or tunnel would connect to. Computed once before the rules of a policy are
 * applied. Immutable.
 *
 * <p>Known are IPv4-mapped, IPv4-compatible (RFC 4291 section 2.5.5) and IPv4-translated (RFC 2765)
 * addresses, NAT64's well-known prefix (RFC 6052), its local-use prefix (RFC 8215) at every length,
 * the prefixes of this network that the configuration names, 6to4 (RFC 3056), Teredo (RFC 4380,
 * server and client) and ISATAP (RFC 5214).
 */
public final class AddressReadings {

  private static final Nat64Prefix WELL_KNOWN = Nat64Prefix.of("64:ff9b::/96", 96);

  /** RFC 8215: a network may use all of it, or a longer prefix inside it. */
  private static final List<Nat64Prefix> LOCAL_USE =
      List.of(
          Nat64Prefix.of("64:ff9b:1::/48", 48),
          Nat64Prefix.of("64:ff9b:1::/48", 56),
          Nat64Prefix.of("64:ff9b:1::/48", 64),
          Nat64Prefix.of("64:ff9b:1::/48", 96));

  /** Readings with a wrong prefix length often fall into 0.0.0.0/8 and are ignored. */
  private static final Cidr THIS_NETWORK = Cidr.of("0.0.0.0/8");

  private static final Cidr COMPATIBLE = Cidr.of("::/96");
  private static final Cidr TRANSLATED = Cidr.of("::ffff:0:0:0/96");
  private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");
  private static final Cidr TEREDO = Cidr.of("2001::/32");

  private static final int MAPPED_MARK = 10;
  private static final int LAST_FOUR = 12;

  private final List<Nat64Prefix> prefixes;

  /**
   * @param prefixes of translators in this network, besides the well-known ones
   */
  public AddressReadings(List<Nat64Prefix> prefixes) {
    this.prefixes = List.copyOf(prefixes);
  }

  /** The address itself first, an IPv4-mapped one as its IPv4 address. */
  List<InetAddress> of(InetAddress address) {
    if (address instanceof Inet4Address) {
      return List.of(address);
    }
    byte[] b = address.getAddress();
    if (isMapped(b)) {
      return List.of(four(b, LAST_FOUR));
    }
    List<InetAddress> readings = new ArrayList<>();
    readings.add(address);
    if (WELL_KNOWN.contains(address)) {
      readings.add(WELL_KNOWN.inner(b));
    }
    for (Nat64Prefix local : LOCAL_USE) {
      if (local.contains(address) && !THIS_NETWORK.contains(local.inner(b))) {
        readings.add(local.inner(b));
      }
    }
    for (Nat64Prefix own : prefixes) {
      if (own.contains(address)) {
        readings.add(own.inner(b));
      }
    }
    if ((COMPATIBLE.contains(address)
            && !address.isLoopbackAddress()
            && !address.isAnyLocalAddress())
        || TRANSLATED.contains(address)
        || isIsatap(b)) {
      readings.add(four(b, LAST_FOUR));
    }
    if (SIX_TO_FOUR.contains(address)) {
      readings.add(four(b, 2));
    }
    if (TEREDO.contains(address)) {
      readings.add(four(b, 4));
      readings.add(inverted(b));
    }
    return readings;
  }

  private static boolean isMapped(byte[] b) {
    for (int i = 0; i < MAPPED_MARK; i++) {
      if (b[i] != 0) {
        return false;
      }
    }
    return (b[MAPPED_MARK] & b[MAPPED_MARK + 1]) == -1;
  }

  /** An interface identifier of 0000:5efe or 0200:5efe, whatever the bits u and g are. */
  private static boolean isIsatap(byte[] b) {
    return (b[8] & 0xfc) == 0 && b[9] == 0 && b[10] == 0x5e && (b[11] & 0xff) == 0xfe;
  }

  private static InetAddress four(byte[] b, int from) {
    return IpLiteral.of(new byte[] {b[from], b[from + 1], b[from + 2], b[from + 3]});
  }

  /** Teredo embeds the client's address with all bits inverted. */
  private static InetAddress inverted(byte[] b) {
    return IpLiteral.of(new byte[] {(byte) ~b[12], (byte) ~b[13], (byte) ~b[14], (byte) ~b[15]});
  }
}
