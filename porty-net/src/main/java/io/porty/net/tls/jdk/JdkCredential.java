package io.porty.net.tls.jdk;

import io.porty.net.tls.Credential;
import io.porty.net.tls.TlsVersion;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * One chain and key, as the JDK asks for them. Written out, because the JDK's own key managers read
 * a key store, which takes 60 ms to make (TLS.md 22.1).
 */
final class JdkCredential extends X509ExtendedKeyManager implements Credential {

  private static final String ALIAS = "porty";

  private final X509Certificate[] chain;
  private final PrivateKey key;

  JdkCredential(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain.stream().map(JdkCredential::parsed).toArray(X509Certificate[]::new);
    this.key = key;
  }

  /** Handshakes ask for keys and names of certificates: they are parsed here, not there. */
  private static X509Certificate parsed(X509Certificate certificate) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "the JDK cannot use the certificate: " + e.getMessage(), e);
    }
  }

  KeyManager[] managers() {
    return new KeyManager[] {this};
  }

  /** The garbage collector frees it. */
  @Override
  public void retain() {}

  @Override
  public void release() {}

  private @Nullable String alias(String keyType) {
    // "EC_EC", "RSA" and the like: the key's own algorithm comes first.
    String own = key.getAlgorithm();
    boolean edwards = own.equals("EdDSA") || own.equals("Ed25519");
    return keyType.startsWith(own) || (edwards && keyType.startsWith("Ed")) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return engine.getHandshakeSession() instanceof ExtendedSSLSession session && !canSign(session)
        ? null
        : alias(keyType);
  }

  /**
   * Whether a client of TLS 1.2 can verify this type of key by other than SHA-1 (RFC 9155); one
   * without a list of algorithms cannot. The JDK would find out behind the certificate, and call it
   * an internal error; without a key it says handshake_failure.
   */
  private boolean canSign(ExtendedSSLSession session) {
    if (!session.getProtocol().equals(TlsVersion.TLS_1_2.protocol())) {
      return true;
    }
    boolean rsa = key.getAlgorithm().equals("RSA");
    for (String algorithm : session.getPeerSupportedSignatureAlgorithms()) {
      boolean fits =
          rsa
              ? algorithm.endsWith("withRSA") || algorithm.equals("RSASSA-PSS")
              : !algorithm.contains("RSA");
      if (fits && !algorithm.startsWith("SHA1")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    for (String keyType : keyTypes) {
      if (alias(keyType) != null) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
