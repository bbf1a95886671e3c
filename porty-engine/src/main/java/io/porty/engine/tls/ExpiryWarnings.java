package io.porty.engine.tls;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Warns of certificates that expire: when a third of the lifetime is left, when a fifth is, and in
 * the last day. By share, because lifetimes go from six days to years. Not thread-safe.
 */
final class ExpiryWarnings {

  private static final double[] SHARES = {1 / 3.0, CertificateStatus.SOON};
  private static final long LAST_DAY_SECONDS = 86_400;

  private final Map<CertificateStatus, Integer> told = new HashMap<>();
  private final Consumer<String> log;

  ExpiryWarnings(Consumer<String> log) {
    this.log = log;
  }

  void check(List<CertificateStatus> certificates, Instant now) {
    told.keySet().retainAll(certificates);
    for (CertificateStatus one : certificates) {
      int stage = stage(one, now);
      if (stage > told.getOrDefault(one, 0)) {
        told.put(one, stage);
        boolean over = now.isAfter(one.notAfter());
        log.accept(
            "certificate "
                + one.file()
                + " for "
                + String.join(", ", one.names())
                + (over ? " has expired: " : " expires soon: ")
                + one.notAfter());
      }
    }
  }

  /** 0 for none, then rising with urgency. */
  private static int stage(CertificateStatus one, Instant now) {
    long left = one.notAfter().getEpochSecond() - now.getEpochSecond();
    if (left <= 0) {
      return SHARES.length + 2;
    }
    if (left <= LAST_DAY_SECONDS) {
      return SHARES.length + 1;
    }
    int stage = 0;
    for (double share : SHARES) {
      stage += one.remaining(now) <= share ? 1 : 0;
    }
    return stage;
  }
}
