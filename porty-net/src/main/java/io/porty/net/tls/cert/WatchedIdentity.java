package io.porty.net.tls.cert;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one certificate over time. Tools write certificate and key one after the other, so
 * files that do not fit are looked at again for a while before that is called a mistake; what was
 * there before stays in use.
 */
final class WatchedIdentity {

  /** How long files may be in between; looked at every ten seconds. */
  static final Duration SETTLING = Duration.ofSeconds(30);

  private final IdentitySpec spec;
  private @Nullable FileSnapshot seen;
  private @Nullable Identity identity;
  private @Nullable Instant unsettledSince;
  private boolean failed;
  private boolean warned;
  private boolean proven;

  WatchedIdentity(IdentitySpec spec) {
    this.spec = spec;
  }

  IdentitySpec spec() {
    return spec;
  }

  /** The last good one; null before there was one. */
  @Nullable Identity identity() {
    return identity;
  }

  /** Takes over what another has read of the same files. */
  void adopt(WatchedIdentity other) {
    seen = other.seen;
    identity = other.identity;
    unsettledSince = other.unsettledSince;
    failed = other.failed;
    warned = other.warned;
    proven = other.proven;
  }

  /** Whether its files must be read: they have changed, or did not fit a moment ago. */
  boolean isDue() {
    return seen == null || unsettledSince != null || !FileSnapshot.of(spec.files()).equals(seen);
  }

  /**
   * Whether there is something to report of files that have not changed: mistakes, warnings, and
   * what the time and others have brought.
   */
  boolean isDoubtful(Pass pass) {
    Identity good = identity;
    return failed
        || warned
        || good == null
        || good.isOutOfTime(pass.now())
        || (spec.ocsp() != null && good.stapleAt(pass.now()) == null)
        || isOpenToOthers(spec.keyFile(), pass)
        || (spec.passwordFile() != null && isOpenToOthers(spec.passwordFile(), pass));
  }

  private static boolean isOpenToOthers(Path file, Pass pass) {
    CertificateProblems found = new CertificateProblems();
    pass.permissions().check(file, found);
    return !found.list().isEmpty();
  }

  /** Whether what was read was held to belong together without its signatures. */
  boolean isUnproven() {
    return identity != null && !proven;
  }

  /** Verifies what was left out when the files were read. The identity stays what it is. */
  List<CertificateProblem> prove(IdentityReader reader, Pass pass) {
    proven = true;
    return reader.read(spec, pass).problems().stream().filter(CertificateProblem::isError).toList();
  }

  /**
   * Reads the files.
   *
   * @param patient whether errors are reported only when they have lasted
   * @return what there is to report
   */
  List<CertificateProblem> read(IdentityReader reader, Pass pass, boolean patient) {
    // Before reading: what changes meanwhile is seen to have changed the next time.
    FileSnapshot before = FileSnapshot.of(spec.files());
    boolean changed = !before.equals(seen);
    seen = before;
    LoadedIdentity loaded = reader.read(spec, pass);
    failed = loaded.identity() == null;
    warned = !failed && !loaded.problems().isEmpty();
    if (loaded.identity() != null) {
      identity = loaded.identity();
      proven = pass.proof() == Proof.SIGNATURES;
      unsettledSince = null;
      return loaded.problems();
    }
    if (changed || unsettledSince == null) {
      unsettledSince = pass.now();
    }
    if (patient && pass.now().isBefore(unsettledSince.plus(SETTLING))) {
      return List.of();
    }
    unsettledSince = null;
    return loaded.problems();
  }
}
