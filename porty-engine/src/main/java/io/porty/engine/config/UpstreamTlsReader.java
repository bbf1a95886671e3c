package io.porty.engine.config;

import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.verify.TrustAnchors;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code [routes.upstream_tls]}. */
final class UpstreamTlsReader {

  private final TomlSettings table;
  private final Globals globals;
  private final String route;

  UpstreamTlsReader(TomlSettings settings, Globals globals, String route) {
    this.table = settings.table(UpstreamTlsKeys.TABLE);
    this.globals = globals;
    this.route = route;
  }

  /**
   * @param protocols that are offered
   * @param opensTo whether clients choose targets freely: no {@code allow_targets} bounds them
   */
  UpstreamTlsConfig read(List<String> protocols, boolean opensTo) {
    table.rejectUnknown(UpstreamTlsKeys.ALL, Set.of(), UpstreamTlsReader::hint);
    table.readAll(UpstreamTlsKeys.ALL);
    boolean verify = table.get(UpstreamTlsKeys.VERIFY);
    List<String> pins = table.get(UpstreamTlsKeys.PIN);
    Path ca = TlsReader.path(table, UpstreamTlsKeys.CA);
    IdentitySpec own = own(opensTo);
    if (!verify) {
      onlyWithVerify();
      globals
          .reading()
          .warnings()
          .add(
              "route "
                  + route
                  + ": upstream_tls.verify = false: whoever is between Porty and the backend can read and change everything; set ca or pin instead");
    }
    return new UpstreamTlsConfig(
        verify,
        ca == null || !verify ? null : authorities(ca),
        pins,
        table.find(UpstreamTlsKeys.NAME).orElse(null),
        own,
        protocols,
        table);
  }

  /** The remedy for a key that is not one of the table; other programs have such switches. */
  private static Optional<String> hint(String key) {
    return key.contains("insecure") || key.contains("skip")
        ? Optional.of(
            "Name the authorities that are trusted, ca = \"ca.pem\"; or write verify = false, which checks nothing.")
        : KeyOwner.of(key, List.of());
  }

  private void onlyWithVerify() {
    for (io.porty.api.Key<?> key : List.of(UpstreamTlsKeys.CA, UpstreamTlsKeys.PIN)) {
      if (table.has(key)) {
        table.report(key, "is about what verify = false does not check", "Remove one of the two.");
      }
    }
  }

  private @Nullable IdentitySpec own(boolean opensTo) {
    Path cert = TlsReader.path(table, UpstreamTlsKeys.CERT);
    if (cert == null) {
      if (table.has(UpstreamTlsKeys.KEY)) {
        table.report(
            UpstreamTlsKeys.KEY,
            "stands without cert",
            "Name the certificate: cert = \"porty.pem\".");
      }
      return null;
    }
    if (opensTo) {
      table.report(
          UpstreamTlsKeys.CERT,
          "would be shown to whatever backend a client names",
          "Bound the targets with allow_targets, or remove it.");
    }
    return new IdentitySpec(
        cert,
        TlsReader.path(table, UpstreamTlsKeys.KEY),
        TlsReader.path(table, UpstreamTlsKeys.KEY_PASSWORD_FILE),
        null,
        IdentitySpec.Purpose.CLIENT);
  }

  private TrustAnchors authorities(Path file) {
    CertificateProblems problems = new CertificateProblems();
    TrustAnchors anchors =
        TrustAnchors.read(file, new CertificateParser(), Instant.now(), problems);
    for (CertificateProblem problem : problems.list()) {
      if (problem.isError()) {
        String line = problem.line() > 0 ? ":" + problem.line() : "";
        table.report(
            UpstreamTlsKeys.CA,
            "names " + file + line + ", which " + problem.message(),
            ConfiguredCertificates.sentence(problem.remedy()));
      } else {
        globals.reading().warnings().add(problem.text());
      }
    }
    return anchors;
  }
}
