package io.porty.net.tls.cert;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keys and signatures that are too weak for any certificate (RFC 9325 section 4.5). */
public final class Weakness {

  public static final int MIN_RSA_BITS = 2048;

  /** What is wrong with the key; null if nothing is. */
  public static @Nullable String ofKey(X509Certificate certificate) {
    if (certificate instanceof CompactCertificate) {
      return null; // of a form that no weak one has
    }
    if (certificate.getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      return "an RSA key of " + rsa.getModulus().bitLength() + " bits";
    }
    return KeyType.of(certificate.getPublicKey()) == null ? "a key of an unsupported type" : null;
  }

  /** What is wrong with the signature; null if nothing is, or if it is a root's own. */
  public static @Nullable String ofSignature(X509Certificate certificate) {
    String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean weak = name.startsWith("SHA1") || name.startsWith("MD5") || name.startsWith("MD2");
    if (!weak
        || certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return null;
    }
    return "a signature with " + (name.startsWith("SHA1") ? "SHA-1" : "MD5");
  }

  private Weakness() {}
}
