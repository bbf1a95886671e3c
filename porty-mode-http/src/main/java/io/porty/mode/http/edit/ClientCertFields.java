package io.porty.mode.http.edit;

import io.porty.api.PeerCertificate;
import io.porty.api.mode.ClientCertPart;
import io.porty.mode.http.head.Ascii;
import io.porty.mode.http.head.HeadWriter;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells backends of the certificate that a client showed in its handshake: X-Client-Cert-Subject,
 * X-Client-Cert-Sha256 and Client-Cert (RFC 9440), with X-Client-Cert-Verified. One for each client
 * connection; the field of the certificate is made when it is needed first. On its event loop.
 */
final class ClientCertFields {

  private static final byte[] VERIFIED = Ascii.bytes("X-Client-Cert-Verified: 1\r\n");
  private static final byte[] SUBJECT = Ascii.bytes("X-Client-Cert-Subject: ");
  private static final byte[] SHA256 = Ascii.bytes("X-Client-Cert-Sha256: ");
  private static final byte[] CERTIFICATE = Ascii.bytes("Client-Cert: ");

  private final PeerCertificate certificate;
  private byte @Nullable [] encoded;

  ClientCertFields(PeerCertificate certificate) {
    this.certificate = certificate;
  }

  /**
   * @param parts at least one
   */
  void write(HeadWriter out, Set<ClientCertPart> parts) {
    out.put(VERIFIED);
    if (parts.contains(ClientCertPart.SUBJECT)) {
      out.put(SUBJECT).put(certificate.subject()).line();
    }
    if (parts.contains(ClientCertPart.SHA256)) {
      out.put(SHA256).put(certificate.sha256()).line();
    }
    if (parts.contains(ClientCertPart.CERTIFICATE)) {
      out.put(CERTIFICATE).put(encoded()).line();
    }
  }

  /** A byte sequence of RFC 8941 section 3.3.5: base64 between colons. */
  private byte[] encoded() {
    byte[] known = encoded;
    if (known == null) {
      try {
        byte[] der = certificate.certificate().getEncoded();
        known = Ascii.bytes(":" + Base64.getEncoder().encodeToString(der) + ":");
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a verified certificate without an encoding", e);
      }
      encoded = known;
    }
    return known;
  }
}
