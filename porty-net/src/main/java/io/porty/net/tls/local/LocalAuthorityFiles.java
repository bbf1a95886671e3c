package io.porty.net.tls.local;

import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IdentityReader;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.LoadedIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the {@link LocalAuthority}: {@code local-ca/ca.pem} and {@code ca.key}, made when
 * they are first asked for. The folder is made beside its place and renamed, so that of several
 * processes all get the one that was first, whole. Waits for the disk.
 */
public final class LocalAuthorityFiles {

  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final String FOLDER = "local-ca";
  private static final String CERTIFICATE = "ca.pem";
  private static final String KEY = "ca.key";
  private static final byte[] LOOPBACK_V4 = {127, 0, 0, 0, (byte) 255, 0, 0, 0};
  private static final byte[] LOOPBACK_V6 = loopbackV6();

  private final Path data;

  /**
   * @param data see {@link DataFolder}
   */
  public LocalAuthorityFiles(Path data) {
    this.data = data;
  }

  private static byte[] loopbackV6() {
    byte[] network = new byte[32];
    network[15] = 1;
    java.util.Arrays.fill(network, 16, 32, (byte) 255);
    return network;
  }

  /** The certificate's file, whether or not it is there. */
  public Path certificate() {
    return data.resolve(FOLDER).resolve(CERTIFICATE);
  }

  /**
   * The authority, made if there is none.
   *
   * @param machine the name of this machine; ignored if it is no host name
   * @throws LocalAuthorityException if the folder cannot be written, or what is there cannot be
   *     used
   */
  public LocalAuthority open(String machine, Instant now) throws LocalAuthorityException {
    if (!data.isAbsolute()) { // a user without a home folder
      throw new LocalAuthorityException(
          "the local CA has no folder, " + data + " is none; set XDG_DATA_HOME to one");
    }
    try {
      if (!exist()) {
        create(machine, now);
      }
    } catch (IOException e) {
      throw new LocalAuthorityException(
          "the local CA cannot be made in " + data + "; check owner and mode of the folder");
    }
    return read(now);
  }

  /** Whether the authority has been made. */
  public boolean exist() {
    return Files.exists(certificate());
  }

  /**
   * What the authority may sign, or would if it were made now. Makes nothing.
   *
   * @throws LocalAuthorityException if what is there cannot be used
   */
  public LocalScope scope(String machine, Instant now) throws LocalAuthorityException {
    return exist() ? read(now).scope() : LocalScope.of(machine);
  }

  private LocalAuthority read(Instant now) throws LocalAuthorityException {
    Path folder = data.resolve(FOLDER);
    IdentitySpec spec =
        new IdentitySpec(
            folder.resolve(CERTIFICATE),
            folder.resolve(KEY),
            null,
            null,
            IdentitySpec.Purpose.CLIENT);
    LoadedIdentity loaded = new IdentityReader(new CertificateParser()).read(spec, now);
    Identity identity = loaded.identity();
    if (identity == null || !loaded.problems().isEmpty()) {
      String why = loaded.problems().stream().map(CertificateProblem::text).findFirst().orElse("");
      throw new LocalAuthorityException(
          "the local CA cannot be used: "
              + why
              + "; or remove "
              + folder
              + " to have a new one, which clients must trust anew");
    }
    X509Certificate certificate = identity.leaf();
    return new LocalAuthority(
        certificate(),
        certificate,
        identity.privateKey(),
        new LocalScope(PermittedHosts.of(certificate)));
  }

  private void create(String machine, Instant now) throws IOException {
    PrivateFolder.create(data);
    Path made = PrivateFolder.temporary(data, FOLDER);
    try {
      write(made, machine, now);
      // Fails if another process was faster: a folder that is not empty is never replaced.
      Files.move(made, data.resolve(FOLDER), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      remove(made);
      if (!exist()) {
        throw e;
      }
    }
  }

  private static void write(Path folder, String machine, Instant now) throws IOException {
    try {
      KeyPair keys = EcKeys.generate();
      List<String> hosts = LocalScope.of(machine).hosts();
      X509Certificate certificate =
          new CertificateBuilder(keys.getPublic(), now.minusSeconds(3600), now.plus(LIFETIME))
              .commonName(hosts.size() > 1 ? "Porty local CA on " + hosts.get(1) : "Porty local CA")
              .with(Extensions.authority(0))
              .with(Extensions.keyUsage(Extensions.CERT_AND_CRL_SIGN))
              .with(Extensions.subjectKeyId(keys.getPublic()))
              .with(Extensions.nameConstraints(hosts, List.of(LOOPBACK_V4, LOOPBACK_V6)))
              .selfSigned(keys.getPrivate());
      PrivateFolder.write(
          folder.resolve(KEY), LocalPair.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
      PrivateFolder.write(
          folder.resolve(CERTIFICATE), LocalPair.pem("CERTIFICATE", certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a JDK makes EC certificates", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
