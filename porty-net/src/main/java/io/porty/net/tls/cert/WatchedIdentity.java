package io.porty.net.tls.cert;

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
    proven = other.proven;
  }

  /**
   * Whether its files must be read: they have changed, or did not fit a moment ago.
   *
   * @param patient whether files that were found bad and have not changed are left alone
   */
  boolean isDue(boolean patient) {
    return seen == null
        || unsettledSince != null
        || (failed && !patient)
        || !FileSnapshot.of(spec.files()).equals(seen);
  }

  /** Whether what was read was held to belong together without its signatures. */
  boolean isUnproven() {
    return identity != null && !proven;
  }

  /** Verifies what was left out when the files were read. The identity stays what it is. */
  List<CertificateProblem> prove(IdentityReader reader, Instant now) {
    proven = true;
    return reader.read(spec, now, Proof.SIGNATURES).problems().stream()
        .filter(CertificateProblem::isError)
        .toList();
  }

  /**
   * Reads the files.
   *
   * @param patient whether errors are reported only when they have lasted
   * @return what there is to report
   */
  List<CertificateProblem> read(IdentityReader reader, Instant now, Proof proof, boolean patient) {
    // Before reading: what changes meanwhile is seen to have changed the next time.
    FileSnapshot before = FileSnapshot.of(spec.files());
    boolean changed = !before.equals(seen);
    seen = before;
    LoadedIdentity loaded = reader.read(spec, now, proof);
    failed = loaded.identity() == null;
    if (loaded.identity() != null) {
      identity = loaded.identity();
      proven = proof == Proof.SIGNATURES;
      unsettledSince = null;
      return loaded.problems();
    }
    if (changed || unsettledSince == null) {
      unsettledSince = now;
    }
    if (patient && now.isBefore(unsettledSince.plus(SETTLING))) {
      return List.of();
    }
    unsettledSince = null;
    return loaded.problems();
  }
}
