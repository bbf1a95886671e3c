package io.porty.engine.config;

import static java.util.stream.Collectors.joining;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.mode.ModeFactory;
import io.porty.net.tls.TlsVersion;
import io.porty.net.tls.cert.IdentitySpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tls} of a listener or a route: a table, {@code "local"}, the name of a certificate
 * source, or {@code true}.
 */
final class TlsReader {

  private final TomlSettings settings;
  private final String owner;
  private final List<String> hosts;
  private final Set<String> sources;

  /**
   * @param settings the table that {@code tls} is in
   * @param owner for messages: {@code route shop}
   * @param hosts of the route; none for a listener
   * @param sources names of the certificate sources that there are
   */
  TlsReader(TomlSettings settings, String owner, List<String> hosts, Set<String> sources) {
    this.settings = settings;
    this.owner = owner;
    this.hosts = hosts;
    this.sources = sources;
  }

  /** Whether anything is said about TLS. */
  boolean isPresent() {
    return settings.has(TlsKeys.WORD);
  }

  /**
   * Reads it, and checks what a listener's TLS is about.
   *
   * @param mode of the routes
   * @return null if there is none, or nothing that makes sense
   */
  @Nullable TlsConfig read(ModeFactory mode) {
    if (!isPresent()) {
      return null;
    }
    List<CertificateConfig> certificates = certificates();
    TomlSettings table = settings.table(TlsKeys.TABLE);
    List<String> protocols = mode.listenerProtocols(settings);
    if (!protocols.isEmpty() && table.has(TlsKeys.ALPN)) {
      table.report(
          TlsKeys.ALPN,
          "is for modes that do not know what is spoken, and \"" + mode.name() + "\" does",
          "Remove it: clients are offered " + String.join(", ", protocols) + ".");
    }
    return new TlsConfig(
        minVersion(table),
        table.get(TlsKeys.HANDSHAKE_TIMEOUT),
        table.get(TlsKeys.MAX_HANDSHAKES),
        protocols.isEmpty() ? table.get(TlsKeys.ALPN) : protocols,
        certificates);
  }

  private static TlsVersion minVersion(TomlSettings table) {
    if (table.has(TlsKeys.PROFILE) && table.has(TlsKeys.MIN_VERSION)) {
      table.report(
          TlsKeys.MIN_VERSION,
          "says the same as profile, which stands beside it",
          "Remove one of them: profile = \"modern\" is min_version = \"1.3\", \"intermediate\" is \"1.2\".");
    }
    boolean modern =
        table.get(TlsKeys.PROFILE).equals("modern") || table.get(TlsKeys.MIN_VERSION).equals("1.3");
    return modern ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
  }

  /**
   * What is said about certificates of clients.
   *
   * @param outer of the listener that a route names, for what the route does not say
   */
  ClientCertConfig clientCerts(ModeFactory mode, ClientCertConfig outer, List<String> warnings) {
    if (!isPresent()) {
      return outer;
    }
    return settings.hasTable(TlsKeys.TABLE)
        ? new ClientCertReader(settings.table(TlsKeys.TABLE), warnings).read(mode, outer)
        : new ClientCertConfig(true, outer.auth(), outer.forwarded());
  }

  /** Only the certificates: of a route whose listener has the rest. */
  List<CertificateConfig> certificates() {
    String word = settings.word(TlsKeys.TABLE).orElse("");
    if (word.equals(LocalTls.WORD)) {
      return List.of(CertificateConfig.local(hosts, owner, settings));
    }
    if (sources.contains(word)) {
      return issued(word, settings);
    }
    if (!settings.hasTable(TlsKeys.TABLE)) {
      checkWord();
      return List.of();
    }
    TomlSettings table = settings.table(TlsKeys.TABLE);
    table.rejectUnknown(TlsKeys.ALL, Set.of(), TlsReader::hint);
    table.readAll(TlsKeys.ALL);
    List<CertificateConfig> all = new ArrayList<>();
    one(table).ifPresent(all::add);
    table.find(TlsKeys.SOURCE).ifPresent(source -> all.addAll(ofTable(source, table)));
    for (Settings row : table.get(TlsKeys.CERTIFICATES)) {
      TomlSettings certificate = (TomlSettings) row;
      if (!certificate.has(TlsKeys.CERT)) {
        certificate.report(TlsKeys.CERT, "is missing", "Name the PEM file: cert = \"shop.pem\".");
      }
      one(certificate).ifPresent(all::add);
    }
    all.addAll(ofFolder(table));
    return all;
  }

  private List<CertificateConfig> ofFolder(TomlSettings table) {
    Path folder = path(table, TlsKeys.CERT_FOLDER);
    if (folder == null) {
      return List.of();
    }
    table.watch(folder);
    CertificateFolder read = CertificateFolder.read(folder);
    if (read.problem() != null) {
      table.report(
          TlsKeys.CERT_FOLDER,
          "names " + folder + ", which " + read.problem(),
          "Name a folder with PEM files: certificate and key in NAME.pem, or NAME.pem beside NAME.key.");
    }
    return read.certificates().stream()
        .map(files -> CertificateConfig.ofFolder(files, owner, table))
        .toList();
  }

  /** The remedy for a key that is not one of the table. */
  private static Optional<String> hint(String key) {
    return key.equals("certificate")
        ? Optional.of("Did you mean \"cert\"?")
        : KeyOwner.of(key, List.of());
  }

  private List<CertificateConfig> ofTable(String source, TomlSettings table) {
    if (sources.contains(source)) {
      return issued(source, table);
    }
    table.report(
        TlsKeys.SOURCE,
        "is \"" + source + "\", and there is no such certificate source",
        sources.isEmpty()
            ? "Put a plugin with one into plugins/, as plugins/acme of the archive."
            : "There are: "
                + String.join(", ", sources)
                + (source.equals(LocalTls.WORD)
                    ? "; or tls = \"local\" in place of the table."
                    : "."));
    return List.of();
  }

  /** One for each host: so one that fails does not keep the others from theirs. */
  private List<CertificateConfig> issued(String source, TomlSettings at) {
    if (hosts.isEmpty()) {
      at.report(
          at.has(TlsKeys.SOURCE) ? TlsKeys.SOURCE : TlsKeys.WORD,
          "is \"" + source + "\", and " + owner + " has no host to obtain a certificate for",
          owner.startsWith("listener")
              ? "Write it in the routes, and tls = true in the listener."
              : "Name the hosts: host = [\"example.com\", \"www.example.com\"].");
    }
    return hosts.stream().map(host -> CertificateConfig.issued(source, host, owner, at)).toList();
  }

  private void checkWord() {
    if (!settings.isTrue(TlsKeys.TABLE)) {
      settings.report(
          TlsKeys.WORD,
          sources.isEmpty()
              ? "is neither a table nor \"local\" nor true"
              : "is neither a table nor \"local\", "
                  + sources.stream().map(one -> "\"" + one + "\"").collect(joining(", "))
                  + " nor true",
          "Name the files, tls = { cert = \"shop.pem\", key = \"shop.key\" }; or write tls = \"local\" for a certificate of this machine's local CA, or tls = true where other routes of the address, or its listener, have the certificate.");
    }
  }

  private Optional<CertificateConfig> one(TomlSettings table) {
    if (!table.has(TlsKeys.CERT)) {
      for (Key<?> beside : List.of(TlsKeys.KEY, TlsKeys.KEY_PASSWORD_FILE, TlsKeys.OCSP)) {
        if (table.has(beside)) {
          table.report(beside, "stands without cert", "Name the certificate: cert = \"shop.pem\".");
        }
      }
      return Optional.empty();
    }
    Path cert = path(table, TlsKeys.CERT);
    Path key = path(table, TlsKeys.KEY);
    Path password = path(table, TlsKeys.KEY_PASSWORD_FILE);
    Path ocsp = path(table, TlsKeys.OCSP);
    return cert == null
        ? Optional.empty()
        : Optional.of(
            CertificateConfig.ofFiles(
                new IdentitySpec(cert, key, password, ocsp, IdentitySpec.Purpose.SERVER),
                owner,
                table));
  }

  /** Relative to the file that names it. */
  static @Nullable Path path(TomlSettings table, Key<String> key) {
    Optional<String> name = table.find(key);
    if (name.isEmpty()) {
      return null;
    }
    try {
      return Path.of(table.place(key).text().name()).resolveSibling(name.get());
    } catch (InvalidPathException e) {
      table.report(key, "is no path: " + e.getReason(), "Name a file.");
      return null;
    }
  }
}
