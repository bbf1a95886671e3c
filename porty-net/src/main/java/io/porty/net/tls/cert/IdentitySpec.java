package io.porty.net.tls.cert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one certificate, as they are configured.
 *
 * @param cert PEM: the leaf, then the intermediates
 * @param key PEM; null if it is in {@code cert}
 * @param passwordFile whose first line opens the key; null without one
 * @param ocsp DER of an OCSP answer; null without one
 * @param purpose what it is shown for
 */
public record IdentitySpec(
    Path cert,
    @Nullable Path key,
    @Nullable Path passwordFile,
    @Nullable Path ocsp,
    Purpose purpose)
    implements CertificateSpec {

  /** Who sees a certificate. */
  public enum Purpose {
    /** Clients of a listener: it needs a subjectAltName. */
    SERVER,
    /** Backends. */
    CLIENT
  }

  /** A certificate of a listener without password and OCSP answer. */
  public static IdentitySpec of(Path cert, @Nullable Path key) {
    return new IdentitySpec(cert, key, null, null, Purpose.SERVER);
  }

  /** The file of the key. */
  Path keyFile() {
    return key == null ? cert : key;
  }

  /** All files, each once. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(4);
    files.add(cert);
    if (!keyFile().equals(cert)) {
      files.add(keyFile());
    }
    if (passwordFile != null) {
      files.add(passwordFile);
    }
    if (ocsp != null) {
      files.add(ocsp);
    }
    return files;
  }
}
