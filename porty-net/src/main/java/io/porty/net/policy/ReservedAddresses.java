package io.porty.net.policy;

import io.porty.api.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that clients may never choose, whatever the configuration allows. Metadata services of
 * cloud providers are listed with the whole network that the provider reserves for them.
 */
final class ReservedAddresses {

  private static final String METADATA = "a cloud metadata address";

  /**
   * @param kind description for messages
   */
  private record Reserved(Cidr block, String kind) {
    static Reserved of(String block, String kind) {
      return new Reserved(Cidr.of(block), kind);
    }
  }

  private static final List<Reserved> NETWORKS =
      List.of(
          Reserved.of("0.0.0.0/32", "the unspecified address"),
          Reserved.of("::/128", "the unspecified address"),
          Reserved.of("0.0.0.0/8", "an address of this network"),
          // AWS, Azure, Google, Oracle, OpenStack and most others have 169.254.169.254; AWS also
          // 169.254.170.2 and .23 for containers, Scaleway 169.254.42.42, Tencent 169.254.0.23.
          Reserved.of("169.254.0.0/16", "a link-local address"),
          Reserved.of("fe80::/10", "a link-local address"),
          Reserved.of("224.0.0.0/4", "a multicast address"),
          Reserved.of("ff00::/8", "a multicast address"),
          Reserved.of("240.0.0.0/4", "a broadcast or reserved address"),
          // AWS: fd00:ec2::254 metadata, ::23 credentials of pods, ::253 names, ::123 time.
          Reserved.of("fd00:ec2::/32", METADATA),
          // Google Cloud, machines with IPv6 only: fd20:ce::254.
          Reserved.of("fd20:ce::/64", METADATA),
          // Oracle Cloud: fd00:c1::a9fe:a9fe; in its first generation 192.0.0.192.
          Reserved.of("fd00:c1::/64", METADATA),
          // IETF protocol assignments (RFC 6890): no service of anybody else is there.
          Reserved.of("192.0.0.0/24", METADATA),
          // Azure: the host of the virtual machine.
          Reserved.of("168.63.129.16/32", METADATA),
          // Alibaba Cloud: 100.100.100.200 and fd00:100::100:200.
          Reserved.of("100.100.100.0/24", METADATA),
          Reserved.of("fd00:100::/64", METADATA),
          // Scaleway: fd00:42::42. Akamai (Linode): fd00:a9fe:a9fe::1.
          Reserved.of("fd00:42::/64", METADATA),
          Reserved.of("fd00:a9fe:a9fe::/64", METADATA));

  /** The kind of a reserved address, for messages. */
  static Optional<String> kind(InetAddress address) {
    for (Reserved reserved : NETWORKS) {
      if (reserved.block().contains(address)) {
        return Optional.of(reserved.kind());
      }
    }
    return Optional.empty();
  }

  private ReservedAddresses() {}
}
