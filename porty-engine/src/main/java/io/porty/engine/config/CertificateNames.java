package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.cert.KeyType;
import io.porty.net.tls.cert.LocalSpec;
import io.porty.net.tls.cert.NameConflict;
import io.porty.net.tls.cert.NameTable;
import io.porty.net.tls.cert.NameTableBuilder;
import io.porty.net.tls.cert.SubjectNames;
import io.porty.net.tls.local.LocalCertificate;
import java.util.List;

/** Checks which names the certificates of an address are for, against each other and its hosts. */
final class CertificateNames {

  private final ConfiguredCertificates certificates;
  private final ConfigReadContext reading;

  CertificateNames(ConfiguredCertificates certificates, ConfigReadContext reading) {
    this.certificates = certificates;
    this.reading = reading;
  }

  /** Two certificates for one name, and hosts that no certificate is for. */
  void check(VirtualHosts group) {
    TlsConfig tls = group.listenerConfig().tls();
    if (tls == null) {
      return;
    }
    NameTableBuilder<CertificateConfig> builder = new NameTableBuilder<>();
    for (CertificateConfig certificate : tls.certificates()) {
      Identity identity = certificates.ofFiles(certificate.spec());
      LocalCertificate local = certificates.local();
      if (identity != null) {
        add(builder, identity.names(), identity.keyType(), certificate);
      } else if (local != null && certificate.spec() instanceof LocalSpec) {
        add(builder, local.names(), KeyType.P256, certificate);
      } else if (certificate.spec() instanceof IssuedSpec spec) {
        SubjectNames names = new SubjectNames(List.of(spec.host()), List.of());
        add(builder, names, KeyType.P256, certificate);
      }
    }
    for (NameConflict<CertificateConfig> conflict : builder.conflicts()) {
      if (!isLocal(conflict) && !isOrdered(conflict)) {
        conflict(group, conflict);
      }
    }
    if (tls.certificates().isEmpty()) {
      reportNone(group);
    } else if (reading.problems().isEmpty()) {
      warnOfHosts(group, builder.build(), reading.warnings());
      warnOfPlainRoutes(group, reading.warnings());
    }
  }

  private static boolean isLocal(NameConflict<CertificateConfig> conflict) {
    return conflict.kept().isLocal() && conflict.ignored().isLocal();
  }

  /** Of several of one route the first is for clients that name no known host. */
  private static boolean isOrdered(NameConflict<CertificateConfig> conflict) {
    return conflict.name().isEmpty() && conflict.kept().owner().equals(conflict.ignored().owner());
  }

  private static void add(
      NameTableBuilder<CertificateConfig> builder,
      SubjectNames names,
      KeyType type,
      CertificateConfig certificate) {
    builder.add(names, type, certificate);
    if (certificate.isDefault()) {
      builder.addDefault(type, certificate);
    }
  }

  private static void conflict(VirtualHosts group, NameConflict<CertificateConfig> conflict) {
    CertificateConfig ignored = conflict.ignored();
    CertificateConfig kept = conflict.kept();
    String what =
        conflict.name().isEmpty()
            ? "a certificate for clients that name no known host"
            : "a certificate for " + conflict.name();
    ignored
        .at()
        .report(
            ignored.key(),
            (ignored.file().isEmpty() ? "" : "names " + ignored.file() + ", which ")
                + "is not alone: "
                + group.place()
                + " already has "
                + what
                + " with an "
                + conflict.type().text()
                + " key ("
                + kept.owner()
                + ", "
                + kept.place(ignored.at().place().text())
                + ")",
            "Configure each name once, with one certificate for each type of key.");
  }

  private static void reportNone(VirtualHosts group) {
    TomlSettings at = group.listenerConfig().settings();
    if (at.word(TlsKeys.TABLE).isPresent()
        || at.table(TlsKeys.TABLE).has(TlsKeys.SOURCE)
        || at.table(TlsKeys.TABLE).has(TlsKeys.CERT_FOLDER)) {
      return; // why the word gives none is reported
    }
    List<String> known = TlsKeys.ALL.stream().<String>map(Key::name).toList();
    if (!known.containsAll(at.table(TlsKeys.TABLE).names())) {
      return; // a key that is written wrong is reported, and may be the one
    }
    at.report(
        TlsKeys.WORD,
        "names no certificate, and no route at " + group.place() + " does",
        "Name the files: tls = { cert = \"shop.pem\", key = \"shop.key\" }.");
  }

  /** Their requests arrive over TLS, as all of the address do, and nobody asked for that. */
  private static void warnOfPlainRoutes(VirtualHosts group, List<String> warnings) {
    for (RouteConfig route : group.routes()) {
      if (!route.clientCerts().servesTls()) {
        warnings.add(
            "route "
                + route.facts().name()
                + ": "
                + group.place()
                + " has TLS by another route, and this one says nothing of it: its requests get 421 misdirected; write tls = true, or give it another address");
      }
    }
  }

  private static void warnOfHosts(
      VirtualHosts group, NameTable<CertificateConfig> table, List<String> warnings) {
    for (RouteConfig route : group.routes()) {
      for (String host : route.facts().hosts()) {
        if (!table.covers(host.startsWith("*.") ? "any" + host.substring(1) : host)) {
          warnings.add(
              "route "
                  + route.facts().name()
                  + ": no certificate at "
                  + group.place()
                  + " is for the host "
                  + host
                  + "; clients that check names will refuse it");
        }
      }
    }
  }
}
