package io.porty.net.tls;

import io.porty.net.tls.der.DerTag;
import io.porty.net.tls.der.DerWriter;
import io.porty.net.tls.der.Oids;
import io.porty.net.tls.local.CertificateBuilder;
import io.porty.net.tls.local.Extensions;
import io.porty.net.tls.local.SignatureScheme;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** Authorities, certificates and their files for tests. */
public final class TestPki {

  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  public static final Instant FROM = NOW.minus(Duration.ofDays(1));
  public static final Instant TO = NOW.plus(Duration.ofDays(30));

  /** A certificate with its keys. */
  public record Issued(X509Certificate certificate, KeyPair keys) {

    public String pem() {
      return TestPki.pem(certificate);
    }

    public String keyPem() {
      return TestPki.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }
  }

  public static KeyPair ec() {
    return ec("secp256r1");
  }

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static Issued root(String name) {
    return root(name, ec());
  }

  public static Issued root(String name, KeyPair keys) {
    return root(name, keys, b -> b);
  }

  /** A root with further extensions. */
  public static Issued root(String name, KeyPair keys, UnaryOperator<CertificateBuilder> more) {
    try {
      CertificateBuilder builder = authority(name, keys);
      return new Issued(more.apply(builder).selfSigned(keys.getPrivate()), keys);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static CertificateBuilder authority(String name, KeyPair keys) {
    return new CertificateBuilder(keys.getPublic(), FROM, NOW.plus(Duration.ofDays(3650)))
        .commonName(name)
        .with(Extensions.authority(10))
        .with(Extensions.keyUsage(Extensions.CERT_AND_CRL_SIGN))
        .with(Extensions.subjectKeyId(keys.getPublic()));
  }

  public static Issued intermediate(Issued parent, String name) {
    KeyPair keys = ec();
    return signed(authority(name, keys), keys, parent);
  }

  /** A leaf with names, valid from yesterday for a month. */
  public static Issued leaf(Issued parent, String... names) {
    return leaf(parent, ec(), b -> b.with(Extensions.subjectAltName(List.of(names))));
  }

  /** A leaf whose extensions are the test's. */
  public static Issued leaf(
      Issued parent, KeyPair keys, UnaryOperator<CertificateBuilder> extensions) {
    return leaf(parent, keys, TO, extensions);
  }

  public static Issued leaf(
      Issued parent, KeyPair keys, Instant to, UnaryOperator<CertificateBuilder> extensions) {
    CertificateBuilder builder =
        new CertificateBuilder(keys.getPublic(), NOW.minus(Duration.ofDays(40)), to)
            .commonName("leaf")
            .with(Extensions.keyUsage(Extensions.DIGITAL_SIGNATURE))
            .with(Extensions.subjectKeyId(keys.getPublic()))
            .with(Extensions.authorityKeyId(parent.keys().getPublic()));
    return signed(extensions.apply(builder), keys, parent);
  }

  private static Issued signed(CertificateBuilder builder, KeyPair keys, Issued parent) {
    try {
      return new Issued(builder.signedBy(parent.certificate(), parent.keys().getPrivate()), keys);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A revocation list (RFC 5280 section 5.1). */
  public static byte[] crl(Issued issuer, Instant nextUpdate, X509Certificate... revoked) {
    byte[][] entries = new byte[revoked.length][];
    for (int i = 0; i < revoked.length; i++) {
      entries[i] =
          DerWriter.sequence(DerWriter.integer(revoked[i].getSerialNumber()), DerWriter.time(FROM));
    }
    SignatureScheme scheme = SignatureScheme.of(issuer.keys().getPrivate());
    byte[] identifier =
        DerWriter.sequence(DerWriter.oid("1.2.840.10045.4.3.2")); // ECDSA with SHA-256
    byte[] body =
        DerWriter.sequence(
            DerWriter.integer(1),
            identifier,
            issuer.certificate().getSubjectX500Principal().getEncoded(),
            DerWriter.time(FROM),
            DerWriter.time(nextUpdate),
            revoked.length == 0 ? new byte[0] : DerWriter.sequence(entries));
    try {
      return CertificateBuilder.signed(body, issuer.keys().getPrivate(), scheme);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** An OCSP answer (RFC 6960 section 4.2) whose status is the given element. */
  public static byte[] ocsp(Issued issuer, BigInteger serial, byte[] status, Instant nextUpdate) {
    byte[] hash = new byte[20];
    byte[] certId =
        DerWriter.sequence(
            DerWriter.sequence(DerWriter.oid("1.3.14.3.2.26"), DerWriter.nothing()),
            DerWriter.octetString(hash),
            DerWriter.octetString(hash),
            DerWriter.integer(serial));
    byte[] single =
        DerWriter.sequence(
            certId, status, generalized(FROM), DerWriter.tagged(0, generalized(nextUpdate)));
    byte[] data =
        DerWriter.sequence(
            DerWriter.tagged(2, DerWriter.octetString(hash)),
            generalized(FROM),
            DerWriter.sequence(single));
    try {
      byte[] basic =
          CertificateBuilder.signed(
              data, issuer.keys().getPrivate(), SignatureScheme.of(issuer.keys().getPrivate()));
      return DerWriter.sequence(
          DerWriter.element(DerTag.ENUMERATED, new byte[] {0}),
          DerWriter.tagged(
              0, DerWriter.sequence(DerWriter.oid(Oids.OCSP_BASIC), DerWriter.octetString(basic))));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] good() {
    return DerWriter.element(DerTag.primitive(0));
  }

  private static byte[] generalized(Instant time) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(time);
    return DerWriter.element(DerTag.GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  public static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /** Writes a file that only its owner may read. */
  public static Path write(Path folder, String name, String... parts) {
    return write(folder, name, String.join("", parts).getBytes(StandardCharsets.UTF_8));
  }

  public static Path write(Path folder, String name, byte[] bytes) {
    try {
      Path file = folder.resolve(name);
      Files.write(file, bytes);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TestPki() {}
}
