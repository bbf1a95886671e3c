package io.porty.acme;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What there is for one host, and what is due next. Not thread-safe. */
final class HostPlan {

  private final String host;
  private @Nullable StoredCertificate certificate;
  private Instant renewAt = Instant.EPOCH;
  private Instant adviceAt = Instant.EPOCH;
  private @Nullable RenewalAdvice advice;
  private Failures failures;
  private boolean unsaved;
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
    advice = null;
  }

  /** Its file has been looked at. */
  void seen(FileTime written) {
    modified = written;
  }

  /** When its file was written, as far as it has been read. */
  FileTime modified() {
    return modified;
  }

  /** Whether the authority says what it said before: then the time that was chosen stays. */
  boolean isKnown(RenewalAdvice said) {
    return advice != null && advice.start().equals(said.start()) && advice.end().equals(said.end());
  }

  /** What the authority said, and the time that was chosen by it. */
  void advised(RenewalAdvice said, Instant renew) {
    advice = said;
    renewAt = renew;
  }

  /** When it is asked again. */
  void askAgain(Instant askAgain) {
    adviceAt = askAgain;
  }

  Failures failures() {
    return failures;
  }

  void failed(Failures now) {
    failures = now;
  }

  /** Whether there is no certificate, or it is to be renewed, whatever failed. */
  boolean isWanted(Instant now) {
    return !wanted().isAfter(now);
  }

  private Instant wanted() {
    return certificate == null ? Instant.EPOCH : renewAt;
  }

  /** When a certificate is to be obtained; long ago if there is none. */
  Instant due() {
    Instant wanted = wanted();
    return failures.retryAt().isAfter(wanted) ? failures.retryAt() : wanted;
  }

  /** Whether its certificate serves, and could not be written. */
  boolean isUnsaved() {
    return unsaved;
  }

  void unsaved(boolean whether) {
    unsaved = whether;
  }

  /** When the authority is to be asked for its advice. */
  Instant adviceAt() {
    return certificate == null ? Instant.MAX : adviceAt;
  }
}
