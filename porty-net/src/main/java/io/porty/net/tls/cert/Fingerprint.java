package io.porty.net.tls.cert;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256 of certificates. */
public final class Fingerprint {

  /** Of the DER, as lower-case hex: what {@code X-Client-Cert-Sha256} has. */
  public static String sha256(X509Certificate certificate) {
    return HexFormat.of().formatHex(digest(der(certificate)));
  }

  /** SHA-256, which every JDK has. */
  public static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** The DER of a certificate that was parsed from it. */
  public static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }

  private Fingerprint() {}
}
