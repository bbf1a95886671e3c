package io.porty.engine.tls;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.net.tls.cert.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate that is in use.
 *
 * @param file as configured
 * @param names that it is for
 * @param keyType of its key: {@code EC P-256}
 * @param notBefore from when it is valid
 * @param notAfter until when it is valid
 */
public record CertificateStatus(
    String file, List<String> names, String keyType, Instant notBefore, Instant notAfter) {

  /** Those that are in use, in the order of the configuration. */
  static List<CertificateStatus> of(ConfiguredCertificates all) {
    List<CertificateStatus> status = new ArrayList<>();
    for (Identity one : all.files().identities()) {
      if (one != null) {
        status.add(
            new CertificateStatus(
                one.sources().get(0),
                one.names().all(),
                one.keyType().text(),
                one.notBefore(),
                one.notAfter()));
      }
    }
    return status;
  }

  /** What is left of its lifetime at a time: 1 at its beginning, 0 or less at its end. */
  public double remaining(Instant now) {
    double all = notAfter.getEpochSecond() - notBefore.getEpochSecond();
    return all <= 0 ? 0 : (notAfter.getEpochSecond() - now.getEpochSecond()) / all;
  }
}
