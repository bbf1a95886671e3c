package io.porty.net.tls.cert;

/**
 * One block of a PEM file (RFC 7468).
 *
 * @param label what stands behind {@code BEGIN}
 * @param der the decoded content; empty if {@link #legacyEncrypted}
 * @param line of {@code BEGIN}, from 1
 * @param legacyEncrypted whether it has the header {@code Proc-Type: 4,ENCRYPTED} (RFC 1421)
 */
public record PemBlock(String label, byte[] der, int line, boolean legacyEncrypted) {

  public static final String CERTIFICATE = "CERTIFICATE";
  public static final String CRL = "X509 CRL";

  /** A private key in any form; such a block never appears in a message. */
  public boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  @Override
  public String toString() {
    return label + " at line " + line;
  }
}
