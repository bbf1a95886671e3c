package io.porty.net.tls.cert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The certificate files of one configuration: read at first, then looked at whenever {@link #poll}
 * is called, every ten seconds or so. A pair that has become bad changes nothing: its last good
 * identity stays, and why is said once. Waits for disks: never on an event loop. Thread-safe, one
 * thread after the other.
 */
public final class CertificateFiles {

  /** Fewer are not worth other threads. */
  private static final int MIN_PARALLEL = 64;

  /**
   * Of more than this at once, signatures are not verified at first: an ECDSA one takes the JDK a
   * millisecond or more. {@link #poll} does it later.
   */
  private static final int MAX_PROVEN_AT_ONCE = 256;

  /** How many are verified later by one {@link #poll}. */
  private static final int PROVEN_BY_POLL = 64;

  private final IdentityReader reader;
  private final List<WatchedIdentity> watched;
  private final Map<IdentitySpec, WatchedIdentity> bySpec = new HashMap<>();

  /**
   * @param specs of the configuration, each once
   */
  public CertificateFiles(IdentityReader reader, List<IdentitySpec> specs) {
    this.reader = reader;
    this.watched = specs.stream().map(WatchedIdentity::new).toList();
    watched.forEach(one -> bySpec.put(one.spec(), one));
  }

  /**
   * Takes over what the files of the configuration before have read, so that only those that are
   * new or have changed are read by {@link #load}.
   */
  public synchronized void adopt(CertificateFiles before) {
    synchronized (before) { // which may be looked at for the configuration that still serves
      for (WatchedIdentity mine : watched) {
        WatchedIdentity theirs = before.bySpec.get(mine.spec());
        if (theirs != null && theirs.identity() != null) {
          mine.adopt(theirs);
        }
      }
    }
  }

  /** Reads what is new and reports every error at once: at start, and when told to reload. */
  public CertificateUpdate load(Instant now) {
    return read(now, false);
  }

  /** Reads what has changed. Files that do not fit are given time before that is an error. */
  public CertificateUpdate poll(Instant now) {
    return read(now, true);
  }

  private synchronized CertificateUpdate read(Instant now, boolean patient) {
    Pass quick = Pass.of(now, Proof.IDENTIFIERS);
    List<WatchedIdentity> due =
        watched.stream()
            .filter(one -> patient ? one.isDue() : one.isDue() || one.isDoubtful(quick))
            .toList();
    List<@Nullable Identity> before = identities();
    Stream<WatchedIdentity> all = due.size() < MIN_PARALLEL ? due.stream() : due.parallelStream();
    Pass thorough = new Pass(now, Proof.SIGNATURES, quick.permissions());
    Pass pass = due.size() > MAX_PROVEN_AT_ONCE ? quick : thorough;
    List<List<CertificateProblem>> problems =
        new ArrayList<>(all.map(one -> one.read(reader, pass, patient)).toList());
    if (patient && due.isEmpty()) {
      watched.stream()
          .filter(WatchedIdentity::isUnproven)
          .limit(PROVEN_BY_POLL)
          .forEach(one -> problems.add(one.prove(reader, thorough)));
    }
    List<@Nullable Identity> after = identities();
    return new CertificateUpdate(
        differing(before, after),
        (int) problems.stream().filter(CertificateFiles::hasErrors).count(),
        after,
        problems.stream().flatMap(List::stream).toList());
  }

  private static int differing(List<@Nullable Identity> before, List<@Nullable Identity> after) {
    int differing = 0;
    for (int i = 0; i < after.size(); i++) {
      differing += Objects.equals(before.get(i), after.get(i)) ? 0 : 1;
    }
    return differing;
  }

  private static boolean hasErrors(List<CertificateProblem> problems) {
    return problems.stream().anyMatch(CertificateProblem::isError);
  }

  /** The last good one; null if there never was one, or it is not of these. */
  public synchronized @Nullable Identity find(IdentitySpec spec) {
    WatchedIdentity found = bySpec.get(spec);
    return found == null ? null : found.identity();
  }

  /** The last good ones, in the order of the specs; null where there never was one. */
  public synchronized List<@Nullable Identity> identities() {
    List<@Nullable Identity> all = new ArrayList<>(watched.size());
    watched.forEach(one -> all.add(one.identity()));
    return Collections.unmodifiableList(all);
  }
}
