package io.porty.cli;

import io.porty.engine.LocalAuthorityInspector;
import io.porty.load.LoadPlan;
import io.porty.load.LoadServer;
import io.porty.load.tls.LoadTls;
import io.porty.load.tls.LoadTlsSettings;
import io.porty.load.tls.LoadTrust;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The TLS of {@code porty bench}, by its options. A load without TLS does not load this class. */
final class BenchTls {

  /** Names the local CA as the key {@code tls} does. */
  private static final Path LOCAL = Path.of("local");

  private static final String AUTO = "auto";

  /**
   * The server of a load with TLS. Waits for the disk.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static LoadServer server(BenchTarget target, InetSocketAddress address, BenchTlsOptions options) {
    if (options.ca != null && options.insecure) {
      throw new IllegalArgumentException("--insecure verifies nothing; leave --ca or it out");
    }
    LoadTlsSettings settings =
        new LoadTlsSettings(
            target.host(),
            target.port(),
            options.insecure ? new LoadTrust.Anybody() : trust(options.ca),
            protocol(target.traffic()),
            options.resumes);
    return new LoadServer(address, new LoadTls(settings, AUTO));
  }

  private static LoadTrust trust(@Nullable Path ca) {
    if (ca == null) {
      return new LoadTrust.System();
    }
    if (!ca.equals(LOCAL)) {
      return new LoadTrust.Authorities(ca);
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

  private BenchTls() {}
}
