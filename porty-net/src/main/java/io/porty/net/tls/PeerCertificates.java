package io.porty.net.tls;

import io.porty.api.PeerCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** What records and routers see of a peer's certificate. */
public final class PeerCertificates {

  /** Of a certificate that was verified. */
  public static PeerCertificate of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new PeerCertificate(
          ascii(certificate.getSubjectX500Principal().getName()),
          HexFormat.of().formatHex(digest),
          certificate);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Control and non-ASCII characters escaped as RFC 4514 section 2.4 has it, by their UTF-8. */
  static String ascii(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      if (b >= 0x20 && b < 0x7f) {
        out.append((char) b);
      } else {
        out.append('\\').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private PeerCertificates() {}
}
