package io.porty.net.tls.cert;

import java.security.cert.X509Certificate;
import java.util.Base64;

/** The value of the field {@code Client-Cert} (RFC 9440 section 2.2). */
public final class ClientCertField {

  /** The certificate as a byte sequence of RFC 8941: base64 between colons. */
  public static String of(X509Certificate certificate) {
    return ":" + Base64.getEncoder().encodeToString(Fingerprint.der(certificate)) + ":";
  }

  private ClientCertField() {}
}
