package io.porty.net.tls.verify;

import io.porty.api.IpLiteral;
import io.porty.net.tls.cert.SubjectNames;
import io.porty.net.tls.der.DerException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is for a host (RFC 9525 section 6.3): by its subjectAltName only. A
 * wildcard is a whole left-most label and stands for one; an address is compared with addresses.
 */
public final class HostCheck {

  private static final int MAX_SHOWN = 8;

  /**
   * What is wrong, with the names that the certificate has; null if it is for the host.
   *
   * @param host a name with or without a final dot, or an IP address without brackets
   */
  public static @Nullable String problem(X509Certificate leaf, String host) {
    SubjectNames names;
    try {
      names = SubjectNames.of(leaf);
    } catch (DerException e) {
      return "the certificate has a malformed subjectAltName";
    }
    if (names.isEmpty()) {
      return "the certificate has no subjectAltName, so it is not for " + host;
    }
    return matches(names, host)
        ? null
        : "the certificate is for " + shown(names.all()) + ", not for " + host;
  }

  private static boolean matches(SubjectNames names, String host) {
    InetAddress address = IpLiteral.parse(host);
    if (address != null) {
      return names.addresses().contains(address);
    }
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String name = bare.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.startsWith("*") || name.startsWith(".")) {
      return false;
    }
    int dot = name.indexOf('.');
    return names.dns().contains(name)
        || (dot > 0 && names.dns().contains("*" + name.substring(dot)));
  }

  private static String shown(List<String> names) {
    return names.size() <= MAX_SHOWN
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MAX_SHOWN))
            + " and "
            + (names.size() - MAX_SHOWN)
            + " more";
  }

  private HostCheck() {}
}
