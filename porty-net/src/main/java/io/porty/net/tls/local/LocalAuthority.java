package io.porty.net.tls.local;

import io.porty.api.IpLiteral;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.SubjectNames;
import io.porty.net.tls.der.DerException;
import io.porty.net.tls.der.Oids;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

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
  private final List<String> hosts;

  /**
   * @param file of the certificate
   * @param hosts which it may sign, with names below them
   */
  LocalAuthority(Path file, X509Certificate certificate, PrivateKey key, List<String> hosts) {
    this.file = file;
    this.certificate = certificate;
    this.key = key;
    this.hosts = hosts;
  }

  /** PEM of the certificate, for clients to trust. */
  public Path file() {
    return file;
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The hosts that it may sign, with all names below them; loopback addresses come besides. */
  public List<String> hosts() {
    return hosts;
  }

  /** Whether it may sign a host name, a wildcard or an IP address. */
  public boolean permits(String name) {
    InetAddress address = IpLiteral.parse(name);
    if (address != null) {
      return address.isLoopbackAddress();
    }
    String bare = name.startsWith("*.") ? name.substring(2) : name;
    String host = bare.toLowerCase(Locale.ROOT);
    return hosts.stream().anyMatch(h -> host.equals(h) || host.endsWith("." + h));
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
        throw new LocalAuthorityException(
            "the local CA may not sign "
                + name
                + ", only "
                + String.join(", ", hosts)
                + ", names below them and loopback addresses");
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
