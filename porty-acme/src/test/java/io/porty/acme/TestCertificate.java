package io.porty.acme;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate. */
final class TestCertificate {

  static X509Certificate of(KeyPair keys, String host, Instant from, Instant to) {
    return sign(keys, builder(keys, host, from, to));
  }

  /** With the issuer's key identifier, as authorities write it. */
  static X509Certificate withIssuer(KeyPair keys, String host, Instant from, Instant to) {
    try {
      return sign(
          keys,
          builder(keys, host, from, to)
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic())));
    } catch (CertIOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      KeyPair keys, String host, Instant from, Instant to) {
    X500Principal name = new X500Principal("CN=" + host);
    try {
      return new JcaX509v3CertificateBuilder(
              name, BigInteger.ONE, Date.from(from), Date.from(to), name, keys.getPublic())
          .addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(KeyPair keys, X509v3CertificateBuilder builder) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertificateException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private TestCertificate() {}
}
