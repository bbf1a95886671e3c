package io.porty.net.tls.cert;

import java.util.List;

/**
 * A certificate of this machine's local authority, for its own names and some hosts besides.
 *
 * @param hosts normalised host names, wildcards and addresses of a route; may be empty
 */
public record LocalSpec(List<String> hosts) implements CertificateSpec {

  public LocalSpec {
    hosts = List.copyOf(hosts);
  }
}
