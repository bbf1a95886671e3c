package io.porty.admin;

import io.porty.engine.tls.CertificateStatus;
import io.porty.engine.tls.TlsService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The certificates in use: JSON, or with {@code ?format=text} lines for a terminal. */
final class CertificatesPage {

  private static final long DAY = Duration.ofDays(1).toSeconds();

  private final AdminState state;

  CertificatesPage(AdminState state) {
    this.state = state;
  }

  /**
   * A certificate; serialized as JSON.
   *
   * @param file as configured, or {@code local}
   * @param daysLeft whole days; negative if it has expired
   * @param expiresSoon whether less than a fifth of its lifetime is left
   */
  record Certificate(
      String file,
      List<String> names,
      String keyType,
      String notBefore,
      String notAfter,
      long daysLeft,
      boolean expiresSoon) {

    static Certificate of(CertificateStatus one, Instant now) {
      long seconds = one.notAfter().getEpochSecond() - now.getEpochSecond();
      return new Certificate(
          one.file(),
          one.names(),
          one.keyType(),
          one.notBefore().toString(),
          one.notAfter().toString(),
          Math.floorDiv(seconds, DAY),
          one.remaining(now) < CertificateStatus.SOON);
    }
  }

  AdminResponse respond(AdminRequest request) {
    Instant now = Instant.now();
    List<Certificate> all =
        state.reloader().tls().service().map(TlsService::certificates).orElse(List.of()).stream()
            .map(one -> Certificate.of(one, now))
            .toList();
    return switch (request.parameter("format").orElse("json")) {
      case "json" -> AdminResponse.json(all);
      case "text" -> AdminResponse.text(text(all));
      default -> throw new BadRequestException("format is json or text");
    };
  }

  private static String text(List<Certificate> all) {
    if (all.isEmpty()) {
      return "no certificates: no listener has TLS\n";
    }
    StringBuilder out = new StringBuilder();
    line(out, "DAYS LEFT", "NOT AFTER", "KEY", "CERTIFICATE", "NAMES");
    for (Certificate one : all) {
      line(
          out,
          (one.expiresSoon() ? "! " : "") + one.daysLeft(),
          one.notAfter(),
          one.keyType(),
          one.file(),
          String.join(", ", one.names()));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, Object... values) {
    out.append(String.format(Locale.ROOT, "%9s  %-20s  %-8s  %-30s  %s%n", values));
  }
}
