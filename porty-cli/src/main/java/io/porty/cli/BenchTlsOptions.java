package io.porty.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code porty bench} that are about TLS; {@link BenchTls} understands them. */
final class BenchTlsOptions {

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "For https: trust the CAs of this PEM file instead of the system's; local: the CA of porty trust")
  @Nullable Path ca;

  @Option(
      names = {"-k", "--insecure"},
      description = "For https: do not verify the server's certificate")
  boolean insecure;

  @Option(
      names = "--tls-resume",
      description =
          "For https: each connection resumes the TLS session of the one it replaces (default: full handshakes)")
  boolean resumes;

  /**
   * Without TLS.
   *
   * @throws IllegalArgumentException with a message for the user, if one of them was given
   */
  void requireNone() {
    String given = ca != null ? "--ca" : insecure ? "--insecure" : resumes ? "--tls-resume" : null;
    if (given != null) {
      throw new IllegalArgumentException(given + " is for https:// and tls:// URLs");
    }
  }
}
