package io.porty.net.tls.verify;

import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.SubjectText;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says that a revocation list ends soon, when a fifth of its time is left, and that it has ended:
 * from then on every certificate of its authority is refused. Each once. For one thread.
 */
final class RevocationWarnings {

  private static final int SHARE = 5;

  private static final int SOON = 1;
  private static final int OVER = 2;

  private final Map<One, Integer> told = new HashMap<>();
  private List<One> lists = List.of();

  /** A list of a file. */
  private record One(Path file, X509CRL list) {}

  /** The lists of all files. */
  static final class Found {
    private final List<One> all = new ArrayList<>();

    void add(Path file, X509CRL list) {
      all.add(new One(file, list));
    }
  }

  /** These are used from now on. Those that have ended already were reported with their reading. */
  void use(Found found, Instant now) {
    lists = List.copyOf(found.all);
    told.keySet().retainAll(lists);
    for (One one : lists) {
      if (stage(one.list(), now) == OVER) {
        told.put(one, OVER);
      }
    }
  }

  void check(Instant now, CertificateProblems problems) {
    for (One one : lists) {
      int stage = stage(one.list(), now);
      if (stage > told.getOrDefault(one, 0)) {
        told.put(one, stage);
        report(one, stage, problems);
      }
    }
  }

  private static void report(One one, int stage, CertificateProblems problems) {
    String which = "the revocation list of " + SubjectText.of(one.list().getIssuerX500Principal());
    Date next = one.list().getNextUpdate();
    String when = next == null ? "" : " at " + next.toInstant();
    problems.warning(
        one.file().toString(),
        0,
        stage == OVER
            ? which + " ended" + when + ": all certificates of this authority are refused"
            : which + " ends" + when + ", and all certificates of this authority are refused then",
        "fetch it again from its authority");
  }

  private static int stage(X509CRL list, Instant now) {
    Date next = list.getNextUpdate();
    if (next == null || !now.isBefore(next.toInstant())) {
      return OVER;
    }
    Duration all = Duration.between(list.getThisUpdate().toInstant(), next.toInstant());
    Duration left = Duration.between(now, next.toInstant());
    return left.multipliedBy(SHARE).compareTo(all) < 0 ? SOON : 0;
  }
}
