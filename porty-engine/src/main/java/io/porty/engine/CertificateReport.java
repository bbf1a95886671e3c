package io.porty.engine;

import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.InspectedCertificate;
import io.porty.net.tls.cert.KeyType;
import io.porty.net.tls.cert.PairFinder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What certificate files have and what is wrong with them, as text, for a command.
 *
 * @param lines for people
 * @param hasErrors whether a Porty that was configured with them would refuse
 */
public record CertificateReport(List<String> lines, boolean hasErrors) {

  /**
   * Reads PEM files.
   *
   * @param files certificates, each with its key in it, in the file behind it, or without one
   * @return one for each certificate
   */
  public static List<CertificateReport> of(List<Path> files, Instant now) {
    return PairFinder.pairs(files).stream()
        .map(pair -> of(pair, InspectedCertificate.of(pair, now), now))
        .toList();
  }

  private static CertificateReport of(
      PairFinder.Pair pair, InspectedCertificate found, Instant now) {
    List<String> lines = new ArrayList<>();
    Path key = pair.key();
    lines.add(pair.cert() + (key == null || key.equals(pair.cert()) ? "" : ", " + key));
    if (!found.chain().isEmpty()) {
      describe(lines, found, now);
      lines.add("  private key  " + (key == null ? "not given" : "in " + key));
    }
    for (CertificateProblem problem : found.problems()) {
      lines.add("  " + (problem.isError() ? "error" : "warning") + ": " + problem.text());
    }
    boolean failed = found.problems().stream().anyMatch(CertificateProblem::isError);
    return new CertificateReport(List.copyOf(lines), failed);
  }

  private static void describe(List<String> lines, InspectedCertificate found, Instant now) {
    X509Certificate leaf = found.chain().get(0);
    KeyType type = found.keyType();
    Instant end = leaf.getNotAfter().toInstant();
    lines.add("  names        " + String.join(", ", found.names()));
    lines.add(
        "  key type     " + (type == null ? leaf.getPublicKey().getAlgorithm() : type.text()));
    lines.add("  issuer       " + leaf.getIssuerX500Principal().getName());
    lines.add("  certificates " + found.chain().size());
    lines.add("  valid        " + leaf.getNotBefore().toInstant() + " to " + end);
    lines.add("  days left    " + Math.floorDiv(ChronoUnit.SECONDS.between(now, end), DAY));
  }

  private static final long DAY = Duration.ofDays(1).toSeconds();
}
