package io.porty.net.tls.upstream;

import io.porty.net.tls.verify.TrustAnchors;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities that the JVM trusts ({@code javax.net.ssl.trustStore}, else its own list). */
public final class SystemAuthorities {

  /**
   * Reads them; takes some 100 ms. Not on an event loop.
   *
   * @throws IllegalStateException if they cannot be read
   */
  public static TrustAnchors read() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((@Nullable KeyStore) null);
      List<X509Certificate> all =
          Arrays.stream(factory.getTrustManagers())
              .flatMap(
                  one ->
                      one instanceof X509TrustManager trust
                          ? Stream.of(trust.getAcceptedIssuers())
                          : Stream.empty())
              .toList();
      return new TrustAnchors(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the JVM's trusted authorities cannot be read: " + e.getMessage(), e);
    }
  }

  private SystemAuthorities() {}
}
