package io.porty.net.tls.local;

import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.SubjectNames;
import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.Oids;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate authority of this machine for development: what it may sign is limited to
 * localhost, names below it, the machine's name and loopback addresses. Immutable, for any thread.
 */
public final class LocalAuthority {

  /** Of a leaf; a new one is made at each start. */
  public static final Duration LEAF_LIFETIME = Duration.ofDays(30);

  /** Clocks of clients may be behind. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private final Path file;
  private final X509Certificate certificate;
  private final PrivateKey key;
  private final LocalScope scope;

  /**
   * @param file of the certificate
   * @param scope what it may sign
   */
  LocalAuthority(Path file, X509Certificate certificate, PrivateKey key, LocalScope scope) {
    this.file = file;
    this.certificate = certificate;
    this.key = key;
    this.scope = scope;
  }

  /** PEM of the certificate, for clients to trust. */
  public Path file() {
    return file;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** What it may sign. */
  public LocalScope scope() {
    return scope;
  }

  /** Whether it may sign a host name, a wildcard or an IP address. */
  public boolean permits(String name) {
    return scope.permits(name);
  }

  /**
   * Makes a certificate with a new key, in memory.
   *
   * @param names hosts, wildcards and IP addresses, at least one, all of them permitted
   * @throws LocalAuthorityException if one is not
   */
  public Identity issue(List<String> names, Instant now) throws LocalAuthorityException {
    for (String name : names) {
      if (!permits(name)) {
        throw new LocalAuthorityException("the local CA may not sign " + name + ", only " + scope);
      }
    }
    try {
      KeyPair keys = EcKeys.generate();
      X509Certificate leaf =
          new CertificateBuilder(keys.getPublic(), now.minus(BACKDATED), now.plus(LEAF_LIFETIME))
              .commonName("Porty local")
              .with(Extensions.subjectAltName(names))
              .with(Extensions.keyUsage(Extensions.DIGITAL_SIGNATURE))
              .with(Extensions.extendedKeyUsage(Oids.SERVER_AUTH))
              .with(Extensions.subjectKeyId(keys.getPublic()))
              .with(Extensions.authorityKeyId(certificate.getPublicKey()))
              .signedBy(certificate, key);
      SubjectNames subject = SubjectNames.of(leaf);
      return new Identity(List.of("local"), List.of(leaf), keys.getPrivate(), subject, null);
    } catch (GeneralSecurityException | DerException e) {
      throw new IllegalStateException("a JDK makes EC certificates", e);
    }
  }

  /** Where it is, for logs; never its key. */
  @Override
  public String toString() {
    return file.toString();
  }
}
