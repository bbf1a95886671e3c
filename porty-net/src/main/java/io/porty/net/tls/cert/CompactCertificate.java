package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.DerReader;
import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that holds its bytes and where their parts are, an eighth of what the JDK's own
 * takes. What checks at the start ask for is read from the bytes; everything else is parsed by the
 * JDK at each call, but for one of an authority, which has the JDK's beside it. Immutable, for any
 * thread.
 */
final class CompactCertificate extends X509Certificate {

  private static final long serialVersionUID = 1L;

  /** Names of extensions that are looked for in each certificate, in DER. */
  private static final Map<String, byte[]> ENCODED =
      Map.of(
          Oids.SUBJECT_ALT_NAME, DerWriter.oid(Oids.SUBJECT_ALT_NAME),
          Oids.AUTHORITY_KEY_ID, DerWriter.oid(Oids.AUTHORITY_KEY_ID),
          Oids.SUBJECT_KEY_ID, DerWriter.oid(Oids.SUBJECT_KEY_ID),
          Oids.AUTHORITY_INFO, DerWriter.oid(Oids.AUTHORITY_INFO),
          Oids.EXTENDED_KEY_USAGE, DerWriter.oid(Oids.EXTENDED_KEY_USAGE),
          Oids.TLS_FEATURE, DerWriter.oid(Oids.TLS_FEATURE));

  private final byte[] der;
  private final transient CertificateLayout layout;

  private final transient @Nullable X509Certificate byJdk;

  private CompactCertificate(
      byte[] der, CertificateLayout layout, @Nullable X509Certificate byJdk) {
    this.der = der;
    this.layout = layout;
    this.byJdk = byJdk;
  }

  /**
   * @param der not copied
   * @return null if it is of a form that the JDK has to parse, or no certificate
   * @throws CertificateException if the JDK refuses that of an authority
   */
  static @Nullable CompactCertificate of(byte[] der) throws CertificateException {
    CertificateLayout layout = CertificateLayout.of(der);
    if (layout == null) {
      return null;
    }
    return new CompactCertificate(der, layout, layout.isAuthority() ? parse(der) : null);
  }

  private static X509Certificate parse(byte[] der) throws CertificateException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (RuntimeException e) {
      throw new CertificateException("malformed"); // seen from the JDK's parsers
    }
  }

  /** The issuer's name in DER. */
  byte[] issuer() {
    return element(layout.issuer());
  }

  /** The subject's name in DER. */
  byte[] subject() {
    return element(layout.subject());
  }

  /** The public key as a SubjectPublicKeyInfo. */
  byte[] key() {
    return element(layout.key());
  }

  KeyType keyType() {
    return layout.keyType();
  }

  private byte[] element(int at) {
    try {
      return DerReader.at(der, at).element();
    } catch (DerException e) {
      throw new IllegalStateException(e); // it was read once
    }
  }

  /** As the JDK has it. */
  private X509Certificate full() {
    if (byJdk != null) {
      return byJdk;
    }
    try {
      return parse(der);
    } catch (CertificateException e) {
      throw new IllegalStateException(e); // of this form it takes all
    }
  }

  @Override
  public byte @Nullable [] getExtensionValue(String oid) {
    byte[] name = ENCODED.get(oid);
    if (name == null) {
      return full().getExtensionValue(oid);
    }
    try {
      DerReader all = DerReader.at(der, layout.extensions()).enter(DerTag.SEQUENCE);
      while (all.hasMore()) {
        DerReader one = all.enter(DerTag.SEQUENCE);
        if (one.isNext(name)) {
          one.skip();
          if (one.isNext(DerTag.BOOLEAN)) {
            one.skip();
          }
          return one.element();
        }
      }
      return null;
    } catch (DerException e) {
      throw new IllegalStateException(e); // it was read once
    }
  }

  @Override
  public byte[] getEncoded() {
    return der.clone();
  }

  @Override
  public Date getNotBefore() {
    return Date.from(layout.notBefore());
  }

  @Override
  public Date getNotAfter() {
    return Date.from(layout.notAfter());
  }

  @Override
  public void checkValidity() throws CertificateExpiredException, CertificateNotYetValidException {
    full().checkValidity();
  }

  @Override
  public void checkValidity(Date date)
      throws CertificateExpiredException, CertificateNotYetValidException {
    full().checkValidity(date);
  }

  @Override
  public int getBasicConstraints() {
    return byJdk == null ? -1 : byJdk.getBasicConstraints();
  }

  @Override
  public int getVersion() {
    return 3;
  }

  @Override
  public String getSigAlgName() {
    return layout.signature().text();
  }

  @Override
  public String getSigAlgOID() {
    return layout.signature().oid();
  }

  @Override
  public byte @Nullable [] getSigAlgParams() {
    return full().getSigAlgParams();
  }

  @Override
  public BigInteger getSerialNumber() {
    return full().getSerialNumber();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in the JDK's class
  public Principal getIssuerDN() {
    return full().getIssuerDN();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in the JDK's class
  public Principal getSubjectDN() {
    return full().getSubjectDN();
  }

  @Override
  public X500Principal getIssuerX500Principal() {
    return byJdk == null ? new X500Principal(issuer()) : byJdk.getIssuerX500Principal();
  }

  @Override
  public X500Principal getSubjectX500Principal() {
    return byJdk == null ? new X500Principal(subject()) : byJdk.getSubjectX500Principal();
  }

  @Override
  public byte[] getTBSCertificate() throws CertificateEncodingException {
    return full().getTBSCertificate();
  }

  @Override
  public byte[] getSignature() {
    return full().getSignature();
  }

  @Override
  public boolean @Nullable [] getIssuerUniqueID() {
    return null;
  }

  @Override
  public boolean @Nullable [] getSubjectUniqueID() {
    return null;
  }

  @Override
  public boolean @Nullable [] getKeyUsage() {
    return full().getKeyUsage();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    return false;
  }

  @Override
  public @Nullable Set<String> getCriticalExtensionOIDs() {
    return full().getCriticalExtensionOIDs();
  }

  @Override
  public @Nullable Set<String> getNonCriticalExtensionOIDs() {
    return full().getNonCriticalExtensionOIDs();
  }

  @Override
  public PublicKey getPublicKey() {
    return full().getPublicKey();
  }

  @Override
  public void verify(PublicKey key)
      throws CertificateException,
          NoSuchAlgorithmException,
          InvalidKeyException,
          NoSuchProviderException,
          SignatureException {
    full().verify(key);
  }

  @Override
  public void verify(PublicKey key, String provider)
      throws CertificateException,
          NoSuchAlgorithmException,
          InvalidKeyException,
          NoSuchProviderException,
          SignatureException {
    full().verify(key, provider);
  }

  @Override
  public String toString() {
    return full().toString();
  }
}
