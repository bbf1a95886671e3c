package io.porty.net.tls.local;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The DNS names that the name constraints of an authority permit (RFC 5280 section 4.2.1.10). */
final class PermittedHosts {

  private static final int DNS_NAME = DerTag.primitive(2);

  static List<String> of(X509Certificate authority) {
    byte[] value = authority.getExtensionValue(Oids.NAME_CONSTRAINTS);
    List<String> hosts = new ArrayList<>();
    if (value == null) {
      return hosts;
    }
    try {
      byte[] extension = new DerReader(value).content(DerTag.OCTET_STRING);
      DerReader permitted =
          new DerReader(extension).enter(DerTag.SEQUENCE).enter(DerTag.constructed(0));
      while (permitted.hasMore()) {
        DerReader subtree = permitted.enter(DerTag.SEQUENCE);
        if (subtree.isNext(DNS_NAME)) {
          hosts.add(new String(subtree.content(DNS_NAME), StandardCharsets.US_ASCII));
        }
      }
    } catch (DerException e) {
      return List.of();
    }
    return hosts;
  }

  private PermittedHosts() {}
}
