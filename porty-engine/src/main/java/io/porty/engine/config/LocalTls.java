package io.porty.engine.config;

import io.porty.net.tls.cert.Identity;
import io.porty.net.tls.cert.LocalSpec;
import io.porty.net.tls.local.DataFolder;
import io.porty.net.tls.local.LocalAuthorityException;
import io.porty.net.tls.local.LocalAuthorityFiles;
import io.porty.net.tls.local.LocalCertificate;
import io.porty.net.tls.local.LocalScope;
import io.porty.net.tls.local.MachineName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All {@code tls = "local"} of a configuration: one certificate, which is not made before a
 * listener needs it.
 */
final class LocalTls {

  /** The word of the configuration. */
  static final String WORD = "local";

  /**
   * Checks the hosts that the certificate is to be for. Reads the authority if there is one, and
   * makes nothing.
   *
   * @return null if nothing is local, or the authority cannot be used
   */
  static @Nullable LocalCertificate read(
      List<CertificateConfig> certificates, Map<String, String> environment) {
    List<CertificateConfig> locals =
        certificates.stream().filter(one -> one.spec() instanceof LocalSpec).toList();
    if (locals.isEmpty()) {
      return null;
    }
    Path home = Path.of(System.getProperty("user.home"));
    LocalAuthorityFiles files = new LocalAuthorityFiles(DataFolder.of(environment, home));
    String machine = MachineName.of(environment);
    try {
      LocalScope scope = files.scope(machine, Instant.now());
      List<String> hosts = new ArrayList<>();
      for (CertificateConfig local : locals) {
        hosts.addAll(permitted(local, scope));
      }
      return new LocalCertificate(files, machine, scope, hosts);
    } catch (LocalAuthorityException e) {
      locals
          .get(0)
          .at()
          .report(
              TlsKeys.WORD,
              "is \"local\", and " + e.getMessage(),
              "Or name files: tls = { cert = \"dev.pem\", key = \"dev.key\" }.");
      return null;
    }
  }

  /**
   * The certificate of the local authority, which is made with it. Here, because the exception's
   * class is loaded with whatever class catches it.
   *
   * @param where of the configuration, for the message
   * @throws IllegalArgumentException if the authority cannot be made or used
   */
  static Identity identity(LocalCertificate local, String where) {
    try {
      return local.identity(Instant.now());
    } catch (LocalAuthorityException e) {
      throw new IllegalArgumentException(where + "tls = \"local\": " + e.getMessage());
    }
  }

  private static List<String> permitted(CertificateConfig local, LocalScope scope) {
    List<String> permitted = new ArrayList<>();
    for (String host : ((LocalSpec) local.spec()).hosts()) {
      if (scope.permits(host)) {
        permitted.add(host);
      } else {
        local
            .at()
            .report(
                RouteKeys.HOST,
                "has \"" + host + "\", which the local CA of tls = \"local\" may not sign",
                "It signs "
                    + scope
                    + ". Choose such a host, or name files: tls = { cert = \"shop.pem\", key = \"shop.key\" }.");
      }
    }
    return permitted;
  }

  private LocalTls() {}
}
