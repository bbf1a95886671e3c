package io.porty.engine.config;

import io.porty.net.tls.cert.CertificateFiles;
import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateSource;
import io.porty.net.tls.cert.CertificateUpdate;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IdentityReader;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.KeyType;
import io.porty.net.tls.cert.LocalSpec;
import io.porty.net.tls.cert.NameConflict;
import io.porty.net.tls.cert.NameTable;
import io.porty.net.tls.cert.NameTableBuilder;
import io.porty.net.tls.cert.SubjectNames;
import io.porty.net.tls.local.LocalCertificate;
import io.porty.net.tls.ticket.TicketKeyFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a configuration: all files are read in one pass, and what is wrong with them
 * is reported like any other mistake of the configuration.
 */
public final class ConfiguredCertificates {

  private final Map<CertificateSource, CertificateConfig> all;
  private final List<IdentitySpec> specs;
  private final CertificateFiles files;
  private final @Nullable LocalCertificate local;
  private final @Nullable TicketKeyFiles ticketKeys;

  private ConfiguredCertificates(
      Map<CertificateSource, CertificateConfig> all,
      CertificateFiles files,
      @Nullable LocalCertificate local,
      @Nullable TicketKeyFiles ticketKeys) {
    this.ticketKeys = ticketKeys;
    this.all = all;
    this.specs = files(all);
    this.files = files;
    this.local = local;
  }

  private static List<IdentitySpec> files(Map<CertificateSource, CertificateConfig> all) {
    return all.keySet().stream()
        .filter(IdentitySpec.class::isInstance)
        .map(IdentitySpec.class::cast)
        .toList();
  }

  /**
   * Reads the certificates of all listeners, and those that are shown to backends.
   *
   * @param top the global keys, which may name files with ticket keys
   * @param environment where the folder of the local authority may be named
   * @return null if there are none
   */
  static @Nullable ConfiguredCertificates read(
      List<VirtualHosts> groups,
      TomlSettings top,
      ConfigReadContext reading,
      Map<String, String> environment) {
    Map<CertificateSource, CertificateConfig> all = new LinkedHashMap<>();
    boolean any = false;
    for (VirtualHosts group : groups) {
      TlsConfig tls = group.listenerConfig().tls();
      if (tls != null) {
        any = true;
        tls.certificates().forEach(one -> all.putIfAbsent(one.spec(), one));
      }
      for (RouteConfig route : group.routes()) {
        UpstreamTlsConfig upstream = route.upstreamTls();
        IdentitySpec own = upstream == null ? null : upstream.own();
        if (upstream != null && own != null) {
          any = true;
          String owner = "route " + route.facts().name();
          all.putIfAbsent(own, CertificateConfig.ofFiles(own, owner, upstream.at()));
        }
      }
    }
    if (!any) {
      return null;
    }
    CertificateFiles files =
        new CertificateFiles(new IdentityReader(new CertificateParser()), files(all));
    CertificateUpdate update = files.load(Instant.now());
    report(update, all, reading);
    ConfiguredCertificates read =
        new ConfiguredCertificates(
            all,
            files,
            LocalTls.read(List.copyOf(all.values()), environment),
            TicketKeysReader.read(top, reading.warnings()));
    groups.forEach(group -> read.checkNames(group, reading));
    return read;
  }

  private static void report(
      CertificateUpdate update,
      Map<CertificateSource, CertificateConfig> all,
      ConfigReadContext reading) {
    Map<String, CertificateConfig> byFile = new HashMap<>();
    for (IdentitySpec spec : files(all)) {
      CertificateConfig config = all.get(spec);
      for (Path file : files(spec)) {
        byFile.putIfAbsent(file.toString(), config);
      }
    }
    for (CertificateProblem problem : update.problems()) {
      CertificateConfig config = byFile.get(problem.file());
      if (problem.isError() && config != null) {
        String line = problem.line() > 0 ? ":" + problem.line() : "";
        config
            .at()
            .report(
                key((IdentitySpec) config.spec(), problem.file()),
                "names " + problem.file() + line + ", which " + problem.message(),
                sentence(problem.remedy()));
      } else {
        reading.warnings().add(problem.text());
      }
    }
  }

  static String sentence(String remedy) {
    return Character.toUpperCase(remedy.charAt(0))
        + remedy.substring(1)
        + (remedy.endsWith(".") ? "" : ".");
  }

  private static io.porty.api.Key<String> key(IdentitySpec spec, String file) {
    if (spec.cert().toString().equals(file)) {
      return TlsKeys.CERT;
    }
    Path password = spec.passwordFile();
    if (password != null && password.toString().equals(file)) {
      return TlsKeys.KEY_PASSWORD_FILE;
    }
    Path ocsp = spec.ocsp();
    return ocsp != null && ocsp.toString().equals(file) ? TlsKeys.OCSP : TlsKeys.KEY;
  }

  private static List<Path> files(IdentitySpec spec) {
    List<Path> all = new ArrayList<>();
    all.add(spec.cert());
    for (Path file : new Path[] {spec.key(), spec.passwordFile(), spec.ocsp()}) {
      if (file != null) {
        all.add(file);
      }
    }
    return all;
  }

  /** Two certificates for one name, and hosts that no certificate is for. */
  private void checkNames(VirtualHosts group, ConfigReadContext reading) {
    TlsConfig tls = group.listenerConfig().tls();
    if (tls == null) {
      return;
    }
    NameTableBuilder<CertificateConfig> builder = new NameTableBuilder<>();
    for (CertificateConfig certificate : tls.certificates()) {
      Identity identity = ofFiles(certificate.spec());
      if (identity != null) {
        add(builder, identity.names(), identity.keyType(), certificate);
      } else if (local != null && certificate.spec() instanceof LocalSpec) {
        add(builder, local.names(), KeyType.P256, certificate);
      }
    }
    for (NameConflict<CertificateConfig> conflict : builder.conflicts()) {
      boolean same =
          conflict.kept().spec() instanceof LocalSpec
              && conflict.ignored().spec() instanceof LocalSpec;
      if (!same) {
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
            "is not alone: "
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

  private @Nullable Identity ofFiles(CertificateSource source) {
    int index = source instanceof IdentitySpec ? specs.indexOf(source) : -1;
    return index < 0 ? null : files.identities().get(index);
  }

  /**
   * The identity of a certificate; null if there is a mistake. A local one is made now, and its
   * authority with it.
   *
   * @throws IllegalArgumentException if the local authority cannot be made or used
   */
  public @Nullable Identity identity(CertificateSource source) {
    if (local == null || !(source instanceof LocalSpec)) {
      return ofFiles(source);
    }
    CertificateConfig config = all.get(source);
    return LocalTls.identity(local, config == null ? "" : config.where());
  }

  /** All that have an identity now; nothing is made. */
  public List<Identity> identities() {
    List<Identity> found = new ArrayList<>();
    for (Identity one : files.identities()) {
      if (one != null) {
        found.add(one);
      }
    }
    if (local != null && local.made() != null) {
      found.add(local.made());
    }
    return found;
  }

  /** The certificate of the local authority; null if none is configured. */
  public @Nullable LocalCertificate local() {
    return local;
  }

  /** What there is, in the order of the configuration. */
  public Set<CertificateSource> sources() {
    return all.keySet();
  }

  /** Keys of session tickets that are configured; null if there are none. */
  public @Nullable TicketKeyFiles ticketKeys() {
    return ticketKeys;
  }

  /** Where the certificates come from, for looking again. */
  public CertificateFiles files() {
    return files;
  }
}
