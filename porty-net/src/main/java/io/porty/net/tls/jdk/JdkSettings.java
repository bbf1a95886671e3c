package io.porty.net.tls.jdk;

import io.porty.net.tls.TlsVersion;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The JDK's versions, cipher suites, groups and signatures, as narrow as BoringSSL's. */
final class JdkSettings {

  private static final String[] SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
  };

  static SSLContext context(KeyManager[] keys, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK makes no TLS context: " + e.getMessage(), e);
    }
  }

  static SSLParameters parameters(TlsVersion minVersion, List<String> protocols) {
    String newest = TlsVersion.TLS_1_3.protocol();
    SSLParameters parameters =
        new SSLParameters(
            SUITES,
            minVersion == TlsVersion.TLS_1_3
                ? new String[] {newest}
                : new String[] {newest, TlsVersion.TLS_1_2.protocol()});
    parameters.setUseCipherSuitesOrder(false);
    parameters.setAlgorithmConstraints(new UsualAlgorithms());
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    return parameters;
  }

  private JdkSettings() {}
}
