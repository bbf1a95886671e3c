package io.porty.acme;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder of one authority: the account's key, for each host one file with the key and the
 * chain, and the last failure. Certificates of different authorities are never mixed up. Blocking;
 * not thread-safe.
 */
final class AcmeFiles {

  private static final String ACCOUNT = "account.pem";

  private final Path root;
  private final Path folder;

  /**
   * @param root as configured
   * @param directory of the authority
   */
  AcmeFiles(Path root, URI directory) {
    this.root = root;
    this.folder = root.resolve(nameOf(directory));
  }

  /** {@code acme-v02.api.letsencrypt.org-directory}. */
  private static String nameOf(URI directory) {
    String port = directory.getPort() < 0 ? "" : "-" + directory.getPort();
    String path = directory.getPath() == null ? "" : directory.getPath();
    return directory.getHost() + port + path.replaceAll("[^A-Za-z0-9._-]+", "-");
  }

  /** Makes the folders. */
  void create() throws IOException {
    PrivateFiles.createFolder(root);
    PrivateFiles.createFolder(folder.resolve("certificates"));
    PrivateFiles.createFolder(folder.resolve("failures"));
  }

  /** The folder that the lock is of. */
  Path folder() {
    return folder;
  }

  private Path certificate(String host) {
    return folder.resolve("certificates").resolve(host + ".pem");
  }

  private Path failure(String host) {
    return folder.resolve("failures").resolve(host);
  }

  /** The certificate of a host, if there is one. */
  Optional<StoredCertificate> read(String host) throws IOException {
    try {
      String text = Files.readString(certificate(host));
      return Optional.of(new StoredCertificate(Pem.certificates(text), Pem.key(text)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("has no certificate", e);
    }
  }

  /** When the certificate of a host was written; the epoch if there is none. */
  FileTime modified(String host) {
    try {
      return Files.getLastModifiedTime(certificate(host));
    } catch (IOException e) {
      return FileTime.from(Instant.EPOCH);
    }
  }

  void write(String host, StoredCertificate certificate) throws IOException {
    PrivateFiles.write(certificate(host), Pem.of(certificate.key()) + Pem.of(certificate.chain()));
  }

  /** The account's key, made if there is none. */
  KeyPair account() throws IOException {
    Path file = folder.resolve(ACCOUNT);
    if (Files.exists(file)) {
      PrivateKey key = Pem.key(Files.readString(file));
      return new KeyPair(EcKeys.publicOf(key), key);
    }
    KeyPair made = EcKeys.generate();
    PrivateFiles.write(file, Pem.of(made.getPrivate()));
    return made;
  }

  /** What failed last for a host; so a process that is started again and again does not hurry. */
  Failures failures(String host) {
    try {
      Properties read = new Properties();
      read.load(new StringReader(Files.readString(failure(host))));
      return new Failures(
          Integer.parseInt(read.getProperty("count", "0")),
          Instant.parse(read.getProperty("retry_at", Instant.EPOCH.toString())),
          read.getProperty("problem", ""));
    } catch (IOException | RuntimeException e) {
      return Failures.NONE;
    }
  }

  void write(String host, Failures failures) throws IOException {
    if (failures.count() == 0) {
      Files.deleteIfExists(failure(host));
    } else {
      PrivateFiles.write(
          failure(host),
          "count="
              + failures.count()
              + "\nretry_at="
              + failures.retryAt()
              + "\nproblem="
              + failures.problem().replace("\\", "\\\\").replaceAll("[\\r\\n]+", " ")
              + "\n");
    }
  }
}
