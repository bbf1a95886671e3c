package io.porty.net.tls.local;

import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Makes X.509 certificates of version 3 (RFC 5280 section 4.1). What it is not told is left out; it
 * does not check that the parts fit. Not for several threads.
 */
public final class CertificateBuilder {

  /** Random serial numbers have this many bits: positive, and below 20 bytes. */
  private static final int SERIAL_BITS = 126;

  private final PublicKey key;
  private final Instant notBefore;
  private final Instant notAfter;
  private final List<byte[]> extensions = new ArrayList<>();
  private BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
  private byte[] subject = name("Porty");

  /**
   * @param key which is certified
   */
  public CertificateBuilder(PublicKey key, Instant notBefore, Instant notAfter) {
    this.key = key;
    this.notBefore = notBefore;
    this.notAfter = notAfter;
  }

  /** The encoded name with nothing but a common name. */
  public static byte[] name(String commonName) {
    return DerWriter.sequence(
        DerWriter.set(
            DerWriter.sequence(DerWriter.oid(Oids.COMMON_NAME), DerWriter.utf8(commonName))));
  }

  public CertificateBuilder commonName(String commonName) {
    this.subject = name(commonName);
    return this;
  }

  public CertificateBuilder subject(X500Principal name) {
    this.subject = name.getEncoded();
    return this;
  }

  public CertificateBuilder serial(BigInteger number) {
    this.serial = number;
    return this;
  }

  /**
   * Adds an extension.
   *
   * @param extension of {@link Extensions}
   */
  public CertificateBuilder with(byte[] extension) {
    extensions.add(extension);
    return this;
  }

  /** Signs it with its own key. */
  public X509Certificate selfSigned(PrivateKey own) throws GeneralSecurityException {
    return sign(subject, own, SignatureScheme.of(own));
  }

  /** Has it signed by an authority. */
  public X509Certificate signedBy(X509Certificate authority, PrivateKey authorityKey)
      throws GeneralSecurityException {
    return sign(
        authority.getSubjectX500Principal().getEncoded(),
        authorityKey,
        SignatureScheme.of(authorityKey));
  }

  /**
   * Signs it.
   *
   * @param issuer the encoded name of who signs
   */
  public X509Certificate sign(byte[] issuer, PrivateKey issuerKey, SignatureScheme scheme)
      throws GeneralSecurityException {
    byte[] body =
        DerWriter.sequence(
            DerWriter.tagged(0, DerWriter.integer(2)),
            DerWriter.integer(serial),
            scheme.identifier(),
            issuer,
            DerWriter.sequence(DerWriter.time(notBefore), DerWriter.time(notAfter)),
            subject,
            key.getEncoded(),
            extensions.isEmpty()
                ? new byte[0]
                : DerWriter.tagged(3, DerWriter.sequence(extensions.toArray(byte[][]::new))));
    byte[] der = signed(body, issuerKey, scheme);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** A body with its signature: the form of certificates, revocation lists and OCSP answers. */
  public static byte[] signed(byte[] body, PrivateKey signer, SignatureScheme scheme)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(scheme.algorithm());
    signature.initSign(signer);
    signature.update(body);
    return DerWriter.sequence(body, scheme.identifier(), DerWriter.bitString(signature.sign()));
  }
}
