package io.porty.cli;

import io.porty.engine.LocalAuthorityInspector;
import java.util.List;

/** What a user needs to know of a port with a certificate of the local CA. */
final class LocalHttps {

  /** Where {@code --tls} listens unless it is told otherwise. */
  static final long DEFAULT_PORT = 8443;

  /** For standard output after the start. */
  static List<String> lines(long port) {
    String url = "https://localhost:" + port + "/";
    return List.of(
        "porty: " + url,
        "porty: the local CA is " + LocalAuthorityInspector.file(),
        "porty: " + curl(url),
        "porty: porty trust says how a browser trusts it");
  }

  /** A command to try. */
  static String curl(String url) {
    return "curl --cacert '" + LocalAuthorityInspector.file() + "' " + url;
  }

  private LocalHttps() {}
}
