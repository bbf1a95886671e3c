package io.porty.net.tls.boringssl;

import java.util.Map;

/** OpenSSL's names of cipher suites, and the standard ones (IANA's TLS parameters). */
final class CipherNames {

  private static final Map<String, String> STANDARD =
      Map.of(
          "ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "ECDHE-RSA-CHACHA20-POLY1305", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "AEAD-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256",
          "AEAD-AES256-GCM-SHA384", "TLS_AES_256_GCM_SHA384",
          "AEAD-CHACHA20-POLY1305-SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  static String standard(String name) {
    return STANDARD.getOrDefault(name, name);
  }

  private CipherNames() {}
}
