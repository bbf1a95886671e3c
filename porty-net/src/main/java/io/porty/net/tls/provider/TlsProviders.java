package io.porty.net.tls.provider;

import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.boringssl.BoringSsl;
import io.porty.net.tls.boringssl.NativeProvider;
import io.porty.net.tls.jdk.JdkProvider;
import org.jspecify.annotations.Nullable;

/** Chooses the TLS provider of this process. */
public final class TlsProviders {

  /**
   * Finds a provider. BoringSSL comes first: a handshake costs the JDK eight times as much
   * (docs/decisions/067).
   *
   * @param wanted a value of the key {@code tls_provider}
   * @throws IllegalArgumentException if it does not work here; the message has the remedy
   */
  public static TlsProvider choose(String wanted) {
    return switch (wanted) {
      case "jdk" -> new JdkProvider("as configured");
      case "native" -> {
        String problem = BoringSsl.problem();
        if (problem != null) {
          throw new IllegalArgumentException(
              "tls_provider \"native\" does not work on this machine: "
                  + problem
                  + "; set tls_provider = \"auto\"");
        }
        yield new NativeProvider("as configured");
      }
      default -> best(BoringSsl.problem());
    };
  }

  private static TlsProvider best(@Nullable String problem) {
    return problem == null
        ? new NativeProvider("the fastest that works here")
        : new JdkProvider("works everywhere; native: " + problem);
  }

  private TlsProviders() {}
}
