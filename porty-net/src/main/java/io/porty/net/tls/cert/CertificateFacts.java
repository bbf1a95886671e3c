package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.Oids;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What checks ask of a certificate, by its bytes where that is less work. */
public final class CertificateFacts {

  /** The TLS extension status_request. */
  private static final int STATUS_REQUEST = 5;

  /** The subject's name in DER. */
  static byte[] subject(X509Certificate certificate) {
    return certificate instanceof CompactCertificate compact
        ? compact.subject()
        : certificate.getSubjectX500Principal().getEncoded();
  }

  /** Whether the issuer that a certificate names is the subject of another. */
  static boolean namesIssuer(X509Certificate issued, X509Certificate issuer) {
    byte[] name =
        issued instanceof CompactCertificate compact
            ? compact.issuer()
            : issued.getIssuerX500Principal().getEncoded();
    return Arrays.equals(name, subject(issuer))
        || issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
  }

  /** The public key as a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). */
  static byte[] key(X509Certificate certificate) {
    return certificate instanceof CompactCertificate compact
        ? compact.key()
        : certificate.getPublicKey().getEncoded();
  }

  /** The type of the key; null if no certificate for TLS has it. */
  static @Nullable KeyType keyType(X509Certificate certificate) {
    return certificate instanceof CompactCertificate compact
        ? compact.keyType()
        : KeyType.of(certificate.getPublicKey());
  }

  /** Whether it demands an OCSP staple (RFC 7633). */
  public static boolean mustStaple(X509Certificate certificate) {
    DerReader features = extension(certificate, Oids.TLS_FEATURE);
    try {
      while (features != null && features.hasMore()) {
        if (features.smallInteger() == STATUS_REQUEST) {
          return true;
        }
      }
    } catch (DerException e) {
      return false;
    }
    return false;
  }

  /** Whether it names a place where its issuer's certificate is: public authorities do. */
  static boolean namesIssuersPlace(X509Certificate certificate) {
    DerReader places = extension(certificate, Oids.AUTHORITY_INFO);
    try {
      while (places != null && places.hasMore()) {
        if (places.enter(DerTag.SEQUENCE).oid().equals(Oids.CA_ISSUERS)) {
          return true;
        }
      }
    } catch (DerException e) {
      return false;
    }
    return false;
  }

  /**
   * Whether it may be used for a purpose: its extended key usage has it, or any, or is absent.
   *
   * @param usage an object identifier
   */
  public static boolean allows(X509Certificate certificate, String usage) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(usage) || usages.contains(Oids.ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** The elements of an extension that is a sequence; null if it is absent or something else. */
  private static @Nullable DerReader extension(X509Certificate certificate, String oid) {
    byte[] value = certificate.getExtensionValue(oid);
    if (value == null) {
      return null;
    }
    try {
      return new DerReader(new DerReader(value).content(DerTag.OCTET_STRING))
          .enter(DerTag.SEQUENCE);
    } catch (DerException e) {
      return null;
    }
  }

  private CertificateFacts() {}
}
