package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.engine.issued.IssuedCertificates;
import io.porty.net.tls.cert.CertificateFiles;
import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateSpec;
import io.porty.net.tls.cert.CertificateUpdate;
import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.IdentityReader;
import io.porty.net.tls.cert.IdentitySpec;
import io.porty.net.tls.cert.IssuedSpec;
import io.porty.net.tls.cert.LocalSpec;
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

  private final Map<CertificateSpec, CertificateConfig> all;
  private final CertificateFiles files;
  private final @Nullable LocalCertificate local;
  private final IssuedCertificates issued;
  private final List<ConfiguredSource> certificateSources;
  private final @Nullable TicketKeyFiles ticketKeys;

  private ConfiguredCertificates(
      Map<CertificateSpec, CertificateConfig> all,
      CertificateFiles files,
      @Nullable LocalCertificate local,
      IssuedCertificates issued,
      List<ConfiguredSource> certificateSources,
      @Nullable TicketKeyFiles ticketKeys) {
    this.ticketKeys = ticketKeys;
    this.all = all;
    this.files = files;
    this.local = local;
    this.issued = issued;
    this.certificateSources = List.copyOf(certificateSources);
  }

  private static List<IdentitySpec> files(Map<CertificateSpec, CertificateConfig> all) {
    return all.keySet().stream()
        .filter(IdentitySpec.class::isInstance)
        .map(IdentitySpec.class::cast)
        .toList();
  }

  /**
   * Reads the certificates of all listeners, and those that are shown to backends.
   *
   * @param top the global keys, which may name files with ticket keys
   * @param sources creates the certificate sources
   * @param former those that serve now: files that have not changed are not read again
   * @return null if there are none
   */
  static @Nullable ConfiguredCertificates read(
      List<VirtualHosts> groups,
      TomlSettings top,
      ConfigReadContext reading,
      CertificateSourceReader sources,
      @Nullable ConfiguredCertificates former) {
    Map<CertificateSpec, CertificateConfig> all = new LinkedHashMap<>();
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
    reading.room().certificates(all.size());
    CertificateFiles files =
        new CertificateFiles(new IdentityReader(new CertificateParser()), files(all));
    if (former != null) {
      files.adopt(former.files);
    }
    CertificateUpdate update = files.load(Instant.now());
    report(update, all, reading);
    IssuedCertificates issued = new IssuedCertificates(issuedSpecs(all));
    List<CertificateConfig> ofSources =
        all.values().stream().filter(one -> one.spec() instanceof IssuedSpec).toList();
    ConfiguredCertificates read =
        new ConfiguredCertificates(
            all,
            files,
            LocalTls.read(List.copyOf(all.values()), sources.environment()),
            issued,
            sources.read(ofSources, issued, groups.stream().anyMatch(VirtualHosts::isPlainHttp)),
            TicketKeysReader.read(top, reading.warnings()));
    CertificateNames names = new CertificateNames(read, reading);
    groups.forEach(names::check);
    return read;
  }

  private static List<IssuedSpec> issuedSpecs(Map<CertificateSpec, CertificateConfig> all) {
    return all.keySet().stream()
        .filter(IssuedSpec.class::isInstance)
        .map(IssuedSpec.class::cast)
        .toList();
  }

  private static void report(
      CertificateUpdate update,
      Map<CertificateSpec, CertificateConfig> all,
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
        // Of a folder, only the names in it are looked at; this file is to be mended in place.
        reading.files().add(Path.of(problem.file()));
        String line = problem.line() > 0 ? ":" + problem.line() : "";
        config
            .at()
            .report(
                key(config, problem.file()),
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

  private static Key<String> key(CertificateConfig config, String file) {
    if (config.spec() instanceof IdentitySpec spec && config.key().equals(TlsKeys.CERT)) {
      return key(spec, file);
    }
    return config.key();
  }

  private static Key<String> key(IdentitySpec spec, String file) {
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

  /** Null if it is not of files, or there is a mistake. */
  @Nullable Identity ofFiles(CertificateSpec source) {
    return source instanceof IdentitySpec spec ? files.find(spec) : null;
  }

  /**
   * The identity of a certificate; null if there is a mistake, or a certificate source has none
   * yet. A local one is made now, and its authority with it.
   *
   * @throws IllegalArgumentException if the local authority cannot be made or used
   */
  public @Nullable Identity identity(CertificateSpec source) {
    if (source instanceof IssuedSpec spec) {
      return issued.find(spec);
    }
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
    found.addAll(issued.identities());
    return found;
  }

  /** Whether an OCSP response is configured for a certificate. */
  public boolean hasStaples() {
    return files(all).stream().anyMatch(spec -> spec.ocsp() != null);
  }

  /** What certificate sources have obtained so far. */
  public IssuedCertificates issued() {
    return issued;
  }

  /** The certificate sources. */
  public List<ConfiguredSource> certificateSources() {
    return certificateSources;
  }

  /** The certificate of the local authority; null if none is configured. */
  public @Nullable LocalCertificate local() {
    return local;
  }

  /** What there is, in the order of the configuration. */
  public Set<CertificateSpec> sources() {
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
