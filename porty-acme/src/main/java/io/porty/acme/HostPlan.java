package io.porty.acme;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What there is for one host, and what is next. For one thread. */
final class HostPlan {

  private final String host;
  private @Nullable StoredCertificate certificate;
  private Instant renewAt = Instant.EPOCH;
  private Instant adviceAt = Instant.EPOCH;
  private Failures failures;
  private FileTime modified = FileTime.from(Instant.EPOCH);

  HostPlan(String host, Failures failures) {
    this.host = host;
    this.failures = failures;
  }

  String host() {
    return host;
  }

  @Nullable StoredCertificate certificate() {
    return certificate;
  }

  /**
   * @param renew when it is to be renewed, as far as is known
   * @param written when its file was written
   */
  void has(StoredCertificate obtained, Instant renew, FileTime written) {
    certificate = obtained;
    renewAt = renew;
    modified = written;
    adviceAt = Instant.EPOCH;
  }

  /** Its file has been looked at. */
  void seen(FileTime written) {
    modified = written;
  }

  /** When its file was written, as far as it has been read. */
  FileTime modified() {
    return modified;
  }

  /** What the authority said. */
  void advised(Instant renew, Instant askAgain) {
    renewAt = renew;
    adviceAt = askAgain;
  }

  /** It has said nothing; asked again later. */
  void notAdvised(Instant askAgain) {
    adviceAt = askAgain;
  }

  Failures failures() {
    return failures;
  }

  void failed(Failures now) {
    failures = now;
  }

  /** When a certificate is to be obtained; long ago if there is none. */
  Instant due() {
    Instant wanted = certificate == null ? Instant.EPOCH : renewAt;
    return failures.retryAt().isAfter(wanted) ? failures.retryAt() : wanted;
  }

  /** When the authority is to be asked for its advice. */
  Instant adviceAt() {
    return certificate == null ? Instant.MAX : adviceAt;
  }
}
