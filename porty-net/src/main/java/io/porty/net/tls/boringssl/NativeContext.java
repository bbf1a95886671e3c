package io.porty.net.tls.boringssl;

import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLContext;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import io.porty.net.tls.KeyLog;
import io.porty.net.tls.TlsVersion;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A context of BoringSSL (SSL_CTX), of a server or a client. Reference-counted: its owner has one
 * reference, and so has each open connection, because callbacks of a connection reach it.
 */
final class NativeContext extends AbstractReferenceCounted {

  /** Mozilla's intermediate profile 5.7; the suites of TLS 1.3 are not chosen. */
  private static final String CIPHERS =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"
          + ":ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"
          + ":ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

  private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

  private static final int NEVER =
      SSL.SSL_OP_NO_SSLv2
          | SSL.SSL_OP_NO_SSLv3
          | SSL.SSL_OP_NO_TLSv1
          | SSL.SSL_OP_NO_TLSv1_1
          | SSL.SSL_OP_NO_COMPRESSION;

  /** A chain of more certificates is not read. */
  static final int MAX_DEPTH = 10;

  private final long pointer;

  /** Who is to be asked about a peer's certificate, while its handshake runs. */
  private final Map<Long, PeerCheck> checks = new ConcurrentHashMap<>();

  /** Checks the chain of one connection's peer. */
  interface PeerCheck {

    /**
     * @return a value of {@link CertificateVerifier}, which decides about the alert
     */
    int check(List<X509Certificate> chain);
  }

  NativeContext(int mode, TlsVersion minVersion) {
    try {
      pointer = SSLContext.make(SSL.SSL_PROTOCOL_TLSV1_2 | SSL.SSL_PROTOCOL_TLSV1_3, mode);
      SSLContext.setCipherSuite(pointer, CIPHERS, false);
    } catch (Exception e) {
      throw new IllegalStateException("BoringSSL makes no context: " + e.getMessage(), e);
    }
    SSLContext.clearOptions(pointer, SSL.SSL_OP_NO_TICKET | SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSLContext.setOptions(
        pointer, minVersion == TlsVersion.TLS_1_3 ? NEVER | SSL.SSL_OP_NO_TLSv1_2 : NEVER);
    SSLContext.setMode(
        pointer, SSLContext.getMode(pointer) | SSL.SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSLContext.setCurvesList(pointer, GROUPS);
    SSLContext.setUseTasks(pointer, false);
    SSLContext.setSessionCacheMode(pointer, SSL.SSL_SESS_CACHE_OFF);
  }

  long pointer() {
    return pointer;
  }

  /**
   * Has the secrets of its handshakes told. netty-tcnative wants its own context, which this
   * pointer is; BoringSSL's ends the process.
   */
  void logKeys(@Nullable KeyLog log) {
    if (log != null) {
      SSLContext.setKeyLogCallback(pointer, (ssl, line) -> log.add(line));
    }
  }

  /** Has peers' certificates checked by what {@link #watch} names. */
  void verifyPeers(int mode) {
    SSLContext.setVerify(pointer, mode, MAX_DEPTH);
    SSLContext.setCertVerifyCallback(pointer, new Verifier(checks));
  }

  void watch(long ssl, PeerCheck check) {
    checks.put(ssl, check);
  }

  void unwatch(long ssl) {
    checks.remove(ssl);
  }

  @Override
  protected void deallocate() {
    SSLContext.free(pointer);
  }

  @Override
  public ReferenceCounted touch(Object hint) {
    return this;
  }

  /**
   * Called by BoringSSL within a handshake, on the connection's event loop. Static, and without the
   * context: native code holds it for as long as the context lives.
   */
  private static final class Verifier extends CertificateVerifier {

    private final Map<Long, PeerCheck> checks;

    Verifier(Map<Long, PeerCheck> checks) {
      this.checks = checks;
    }

    @Override
    public int verify(long ssl, byte[][] chain, String algorithm) {
      PeerCheck check = checks.get(ssl);
      if (check == null) {
        return X509_V_ERR_UNSPECIFIED;
      }
      try {
        return check.check(parse(chain));
      } catch (CertificateException e) {
        return X509_V_ERR_UNSPECIFIED;
      }
    }
  }

  static List<X509Certificate> parse(byte[][] chain) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> parsed = new ArrayList<>(chain.length);
    for (byte[] der : chain) {
      parsed.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return parsed;
  }
}
