package io.porty.engine.tls;

import io.porty.net.tls.cert.Identity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A certificate that is in use.
 *
 * @param file as configured; {@code local} for one of the local authority
 * @param names that it is for
 * @param keyType of its key: {@code EC P-256}
 * @param notBefore from when it is valid
 * @param notAfter until when it is valid
 */
public record CertificateStatus(
    String file, List<String> names, String keyType, Instant notBefore, Instant notAfter) {

  /** The share of the lifetime that is left when a certificate should have been renewed. */
  public static final double SOON = 1 / 5.0;

  static CertificateStatus of(Identity one) {
    return new CertificateStatus(
        one.sources().get(0),
        one.names().all(),
        one.keyType().text(),
        one.notBefore(),
        one.notAfter());
  }

  /** One for each file: a pair may be for clients and for backends. */
  static List<CertificateStatus> of(List<Identity> all) {
    Map<String, CertificateStatus> byFile = new LinkedHashMap<>();
    all.forEach(one -> byFile.putIfAbsent(one.sources().get(0), of(one)));
    return List.copyOf(byFile.values());
  }

  /** What is left of its lifetime at a time: 1 at its beginning, 0 or less at its end. */
  public double remaining(Instant now) {
    double all = notAfter.getEpochSecond() - notBefore.getEpochSecond();
    return all <= 0 ? 0 : (notAfter.getEpochSecond() - now.getEpochSecond()) / all;
  }
}
