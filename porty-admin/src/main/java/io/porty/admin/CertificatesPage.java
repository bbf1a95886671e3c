package io.porty.admin;

import io.porty.engine.issued.IssueState;
import io.porty.engine.tls.CertificateStatus;
import io.porty.engine.tls.TlsService;
import io.porty.net.tls.cert.IssuedSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * @param expiresSoon whether less than a fifth of its lifetime is left, or there is none yet
   * @param problem why a certificate source has none, or no newer one; else absent
   * @param nextAttempt when the source tries again; else absent
   */
  record Certificate(
      String file,
      List<String> names,
      String keyType,
      String notBefore,
      String notAfter,
      long daysLeft,
      boolean expiresSoon,
      @Nullable String problem,
      @Nullable String nextAttempt) {

    static Certificate of(CertificateStatus one, @Nullable IssueState state, Instant now) {
      long seconds = one.notAfter().getEpochSecond() - now.getEpochSecond();
      return new Certificate(
          one.file(),
          one.names(),
          one.keyType(),
          one.notBefore().toString(),
          one.notAfter().toString(),
          Math.floorDiv(seconds, DAY),
          one.remaining(now) < CertificateStatus.SOON,
          problemOf(state),
          attemptOf(state));
    }

    /** A host that has none yet. */
    static Certificate missing(IssuedSpec spec, IssueState state) {
      return new Certificate(
          spec.source() + ":" + spec.host(),
          List.of(spec.host()),
          "",
          "",
          "none yet",
          0,
          true,
          problemOf(state),
          attemptOf(state));
    }

    private static @Nullable String problemOf(@Nullable IssueState state) {
      return state == null || state.problem().isEmpty() ? null : state.problem();
    }

    private static @Nullable String attemptOf(@Nullable IssueState state) {
      return state == null || state.nextAttempt() == null ? null : state.nextAttempt().toString();
    }
  }

  AdminResponse respond(AdminRequest request) {
    Instant now = Instant.now();
    List<Certificate> all =
        state.reloader().tls().service().map(tls -> all(tls, now)).orElse(List.of());
    return switch (request.parameter("format").orElse("json")) {
      case "json" -> AdminResponse.json(all);
      case "text" -> AdminResponse.text(text(all));
      default -> throw new BadRequestException("format is json or text");
    };
  }

  private static List<Certificate> all(TlsService tls, Instant now) {
    Map<IssuedSpec, IssueState> issued = tls.issueStates();
    Map<String, IssueState> byFile = new HashMap<>();
    issued.values().stream()
        .filter(state -> state.identity() != null)
        .forEach(state -> byFile.put(state.identity().sources().get(0), state));
    List<Certificate> all = new ArrayList<>();
    tls.certificates().forEach(one -> all.add(Certificate.of(one, byFile.get(one.file()), now)));
    issued.forEach(
        (spec, state) -> {
          if (state.identity() == null) {
            all.add(Certificate.missing(spec, state));
          }
        });
    return List.copyOf(all);
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
          seconds(one.notAfter()),
          one.keyType(),
          one.file(),
          String.join(", ", one.names()));
      if (one.problem() != null) {
        out.append("           ")
            .append(one.problem())
            .append(
                one.nextAttempt() == null ? "" : "; tried again at " + seconds(one.nextAttempt()))
            .append('\n');
      }
    }
    return out.toString();
  }

  /** An instant without fractions of a second, for people. */
  static String seconds(String instant) {
    return instant.replaceFirst("\\.\\d+Z$", "Z");
  }

  private static void line(StringBuilder out, Object... values) {
    out.append(String.format(Locale.ROOT, "%9s  %-20s  %-8s  %-30s  %s%n", values));
  }
}
