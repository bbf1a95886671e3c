package io.porty.net.tls.cert;

import io.porty.api.AddressText;
import io.porty.api.IpLiteral;
import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a certificate is for: the DNS names and IP addresses of its subjectAltName extension (RFC
 * 5280 section 4.2.1.6). The common name is not among them (RFC 9525 section 2).
 *
 * @param dns lower case, without a final dot; {@code *.example.com} for a wildcard
 * @param addresses of the type iPAddress
 */
public record SubjectNames(List<String> dns, List<InetAddress> addresses) {

  public static final SubjectNames NONE = new SubjectNames(List.of(), List.of());

  private static final int DNS_NAME = DerTag.primitive(2);
  private static final int IP_ADDRESS = DerTag.primitive(7);
  private static final int V4_LENGTH = 4;
  private static final int V6_LENGTH = 16;

  public SubjectNames {
    dns = List.copyOf(dns);
    addresses = List.copyOf(addresses);
  }

  /**
   * The names of a certificate. Those that no host can have are left out.
   *
   * @throws DerException if the extension is malformed
   */
  public static SubjectNames of(X509Certificate certificate) throws DerException {
    byte[] value = certificate.getExtensionValue(Oids.SUBJECT_ALT_NAME);
    if (value == null) {
      return NONE;
    }
    byte[] extension = new DerReader(value).content(DerTag.OCTET_STRING);
    DerReader names = new DerReader(extension).enter(DerTag.SEQUENCE);
    List<String> dns = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    while (names.hasMore()) {
      if (names.isNext(DNS_NAME)) {
        String name = new String(names.content(DNS_NAME), StandardCharsets.ISO_8859_1);
        if (isName(name)) {
          dns.add(normalised(name));
        }
      } else if (names.isNext(IP_ADDRESS)) {
        byte[] address = names.content(IP_ADDRESS);
        if (address.length == V4_LENGTH || address.length == V6_LENGTH) {
          addresses.add(IpLiteral.of(address));
        }
      } else {
        names.skip();
      }
    }
    return new SubjectNames(dns, addresses);
  }

  public boolean isEmpty() {
    return dns.isEmpty() && addresses.isEmpty();
  }

  /** All names as texts, for messages. */
  public List<String> all() {
    return Stream.concat(dns.stream(), addresses.stream().map(AddressText::of)).toList();
  }

  /** Lower case, without a final dot. */
  static String normalised(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean star = c == '*' && i == 0 && name.startsWith("*.");
      if (!letter && !star && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return !name.isEmpty() && !name.startsWith(".");
  }
}
