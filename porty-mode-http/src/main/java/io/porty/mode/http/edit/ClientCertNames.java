package io.porty.mode.http.edit;

import io.porty.mode.http.head.Ascii;
import java.util.List;

/**
 * The fields by which proxies that end TLS report a client's certificate: RFC 9440, and those that
 * nginx, HAProxy, Apache, Envoy, traefik, IIS and the load balancers of clouds write. A backend
 * takes them for proof of an identity, so that they are never forwarded, from nobody: a proxy that
 * is trusted to report addresses may still pass on what its own client made up (CVE-2026-46579,
 * CVE-2026-39858). Compared as {@link ForwardingNames} are.
 */
final class ClientCertNames {

  /** Of whole families: the name itself, and what follows it after a hyphen. */
  private static final byte[][] FAMILIES =
      bytes(
          "x-client-cert",
          "x-client-certificate",
          "client-cert",
          "client-certificate",
          "x-ssl-client",
          "ssl-client",
          "x-ssl-cert",
          "x-tls-client",
          "tls-client",
          "x-mtls-client",
          "x-forwarded-client-cert",
          "x-forwarded-tls-client-cert",
          "x-amzn-mtls-clientcert",
          "cf-client-cert",
          "cf-cert",
          "wl-proxy-client-cert",
          "x-arr-clientcert",
          "x-clientcert");

  private static final byte[][] NAMES =
      bytes(
          "x-client-dn",
          "x-client-cn",
          "x-client-subject",
          "x-client-s-dn",
          "x-client-i-dn",
          "x-client-verify",
          "x-client-verified",
          "x-client-serial",
          "x-client-fingerprint",
          "x-ssl-issuer",
          "x-ssl-subject",
          "x-ssl-serial",
          "x-ssl-verify");

  private static byte[][] bytes(String... names) {
    return List.of(names).stream().map(Ascii::bytes).toArray(byte[][]::new);
  }

  /** Whether a backend may read this name as one about a client's certificate. */
  static boolean contains(byte[] b, int start, int end) {
    return isOne(b, start, end)
        || (ForwardingNames.hasCgiPrefix(b, start, end)
            && isOne(b, start + ForwardingNames.CGI_LENGTH, end));
  }

  private static boolean isOne(byte[] b, int start, int end) {
    int length = end - start;
    for (byte[] family : FAMILIES) {
      if (length >= family.length
          && ForwardingNames.matches(b, start, family)
          && (length == family.length
              || !ForwardingNames.isAlphanumeric(b[start + family.length]))) {
        return true;
      }
    }
    for (byte[] name : NAMES) {
      if (length == name.length && ForwardingNames.matches(b, start, name)) {
        return true;
      }
    }
    return false;
  }

  private ClientCertNames() {}
}
