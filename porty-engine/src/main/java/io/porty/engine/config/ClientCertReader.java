package io.porty.engine.config;

import io.porty.api.Key;
import io.porty.api.mode.ClientCertPart;
import io.porty.api.mode.ModeFactory;
import io.porty.api.route.HttpRouteRequest;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.verify.ClientTrust;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a {@code tls} table says about certificates of clients. */
final class ClientCertReader {

  private final TomlSettings table;
  private final List<String> warnings;

  /**
   * @param table {@code tls} of a listener or a route
   * @param warnings gets those about its files
   */
  ClientCertReader(TomlSettings table, List<String> warnings) {
    this.table = table;
    this.warnings = warnings;
  }

  /**
   * @param outer of the listener, whose values hold where the table has none
   */
  ClientCertConfig read(ModeFactory mode, ClientCertConfig outer) {
    boolean own =
        table.has(TlsKeys.CLIENT_AUTH)
            || table.has(TlsKeys.CLIENT_CA)
            || table.has(TlsKeys.CLIENT_CRL);
    ClientAuthConfig auth = own ? auth() : outer.auth();
    boolean forwards = table.has(TlsKeys.FORWARD_CLIENT_CERT);
    Set<ClientCertPart> parts = forwards ? forwarded(mode) : outer.forwarded();
    if (forwards && !parts.isEmpty() && auth == null && !own) {
      table.report(
          TlsKeys.FORWARD_CLIENT_CERT,
          "stands without client_auth, so that no client shows a certificate",
          "Add client_auth = \"required\" and client_ca = \"clients.pem\", or remove it.");
    }
    return new ClientCertConfig(true, auth, auth == null ? Set.of() : parts);
  }

  private @Nullable ClientAuthConfig auth() {
    ClientAuth.Mode mode =
        ClientAuth.Mode.valueOf(table.get(TlsKeys.CLIENT_AUTH).toUpperCase(Locale.ROOT));
    Path authorities = TlsReader.path(table, TlsKeys.CLIENT_CA);
    List<Path> lists = lists();
    if (mode == ClientAuth.Mode.NONE) {
      for (Key<?> beside : List.of(TlsKeys.CLIENT_CA, TlsKeys.CLIENT_CRL)) {
        if (table.has(beside)) {
          table.report(
              beside,
              "stands without client_auth, so that no client is asked for a certificate",
              "Add client_auth = \"required\" or \"optional\", or remove it.");
        }
      }
      return null;
    }
    if (authorities == null) {
      if (!table.has(TlsKeys.CLIENT_CA)) {
        table.report(
            TlsKeys.CLIENT_AUTH,
            "stands without client_ca, so that no certificate could be verified",
            "Name the PEM file with the authorities of the clients: client_ca = \"clients.pem\".");
      }
      return null;
    }
    ClientTrust trust = new ClientTrust(authorities, lists);
    for (CertificateProblem problem : trust.poll(Instant.now())) {
      report(problem, authorities);
    }
    return new ClientAuthConfig(mode, trust);
  }

  private void report(CertificateProblem problem, Path authorities) {
    if (!problem.isError()) {
      warnings.add(problem.text());
      return;
    }
    String line = problem.line() > 0 ? ":" + problem.line() : "";
    boolean ofAuthorities = problem.file().equals(authorities.toString());
    table.report(
        ofAuthorities ? TlsKeys.CLIENT_CA : TlsKeys.CLIENT_CRL,
        "names " + problem.file() + line + ", which " + problem.message(),
        ConfiguredCertificates.sentence(problem.remedy()));
  }

  private List<Path> lists() {
    List<Path> all = new ArrayList<>();
    for (String name : table.get(TlsKeys.CLIENT_CRL)) {
      try {
        all.add(Path.of(table.place(TlsKeys.CLIENT_CRL).text().name()).resolveSibling(name));
      } catch (InvalidPathException e) {
        table.report(TlsKeys.CLIENT_CRL, "has no path: " + e.getReason(), "Name a file.");
      }
    }
    return all;
  }

  private Set<ClientCertPart> forwarded(ModeFactory mode) {
    Set<ClientCertPart> parts = EnumSet.noneOf(ClientCertPart.class);
    for (String part : table.get(TlsKeys.FORWARD_CLIENT_CERT)) {
      parts.add(ClientCertPart.valueOf(part.toUpperCase(Locale.ROOT)));
    }
    if (!HttpRouteRequest.class.isAssignableFrom(mode.requestType())) {
      table.report(
          TlsKeys.FORWARD_CLIENT_CERT,
          "is for modes with header fields, and \"" + mode.name() + "\" has none",
          "Remove it, or set mode = \"http\".");
    }
    return parts;
  }
}
