package io.porty.cli;

import io.porty.engine.LocalAuthorityInspector;
import io.porty.load.LoadPlan;
import io.porty.load.tls.LoadTls;
import io.porty.load.tls.LoadTlsSettings;
import io.porty.load.tls.LoadTrust;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code porty bench} that are about TLS. */
final class BenchTlsOptions {

  /** Names the local CA as the key {@code tls} does. */
  private static final Path LOCAL = Path.of("local");

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "For https: trust the CAs of this PEM file instead of the system's; local: the CA of porty trust")
  private @Nullable Path ca;

  @Option(
      names = {"-k", "--insecure"},
      description = "For https: do not verify the server's certificate")
  private boolean insecure;

  @Option(
      names = "--tls-resume",
      description =
          "For https: each connection resumes the TLS session of the one it replaces (default: full handshakes)")
  private boolean resumes;

  boolean isInsecure() {
    return insecure;
  }

  /**
   * The TLS of the load; null if the target has none.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  @Nullable LoadTls of(BenchTarget target) {
    if (!target.isSecure()) {
      requireUnset("--ca", ca != null);
      requireUnset("--insecure", insecure);
      requireUnset("--tls-resume", resumes);
      return null;
    }
    if (ca != null && insecure) {
      throw new IllegalArgumentException("--insecure verifies nothing; leave --ca or it out");
    }
    LoadTlsSettings settings =
        new LoadTlsSettings(
            target.host(), target.port(), trust(), protocol(target.traffic()), resumes);
    return new LoadTls(settings, "auto");
  }

  private LoadTrust trust() {
    if (insecure) {
      return new LoadTrust.Anybody();
    }
    Path file = ca;
    if (file == null) {
      return new LoadTrust.System();
    }
    if (!file.equals(LOCAL)) {
      return new LoadTrust.Authorities(file);
    }
    if (!LocalAuthorityInspector.exists()) {
      throw new IllegalArgumentException(
          "there is no local CA yet; porty trust says what makes it (a file of that name is ./local)");
    }
    return new LoadTrust.Authorities(LocalAuthorityInspector.file());
  }

  private static @Nullable String protocol(LoadPlan.Traffic traffic) {
    if (traffic instanceof LoadPlan.Traffic.Echo) {
      return null;
    }
    return traffic instanceof LoadPlan.Traffic.Http2 ? LoadTls.HTTP_2 : LoadTls.HTTP_1;
  }

  private static void requireUnset(String option, boolean set) {
    if (set) {
      throw new IllegalArgumentException(option + " is for https:// and tls:// URLs");
    }
  }
}
