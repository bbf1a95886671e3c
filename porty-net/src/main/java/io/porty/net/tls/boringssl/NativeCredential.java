package io.porty.net.tls.boringssl;

import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLCredential;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import io.porty.net.tls.Credential;
import io.porty.net.tls.Staple;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed chain and key in native memory (SSL_CREDENTIAL), checked against each other once and not
 * for each connection. BoringSSL's connections keep references of their own.
 */
final class NativeCredential implements Credential {

  /**
   * What keys sign with, the preferred one first: BoringSSL's own list without SHA-1 (RFC 9155).
   * Those that a key is not for do not count. In TLS 1.2 an ECDSA scheme goes with any curve.
   */
  private static final int[] SIGNATURES = {
    0x0807, // ed25519
    0x0403, // ecdsa_secp256r1_sha256
    0x0804, // rsa_pss_rsae_sha256
    0x0401, // rsa_pkcs1_sha256
    0x0503, // ecdsa_secp384r1_sha384
    0x0805, // rsa_pss_rsae_sha384
    0x0501, // rsa_pkcs1_sha384
    0x0603, // ecdsa_secp521r1_sha512
    0x0806, // rsa_pss_rsae_sha512
    0x0601, // rsa_pkcs1_sha512
  };

  private final long plain;
  private final long stapled;
  private final @Nullable Staple staple;
  private final Instant notAfter;
  private final Count count = new Count();

  NativeCredential(
      List<X509Certificate> certificates, PrivateKey privateKey, @Nullable Staple staple) {
    this.staple = staple;
    this.notAfter = certificates.get(0).getNotAfter().toInstant();
    byte[] encoded = privateKey.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException(
          "the private key cannot be exported: set tls_provider = \"jdk\"");
    }
    long made = 0;
    try (PemBio chainText = PemBio.certificates(certificates);
        PemBio keyText = PemBio.key(encoded)) {
      long chain = SSL.parseX509Chain(chainText.pointer());
      try {
        long key = SSL.parsePrivateKey(keyText.pointer(), null);
        try {
          made = make(chain, key);
          this.stapled = staple == null ? 0 : staple(make(chain, key), staple);
          this.plain = made;
        } finally {
          SSL.freePrivateKey(key);
        }
      } finally {
        SSL.freeX509Chain(chain);
      }
    } catch (Exception e) {
      free(made);
      SSL.clearError();
      throw new IllegalArgumentException("BoringSSL cannot use the certificate: " + e.getMessage());
    }
  }

  private static long make(long chain, long key) throws Exception {
    long credential = SSLCredential.newX509();
    try {
      SSLCredential.setCertChain(credential, chain);
      SSLCredential.setPrivateKey(credential, key);
      SSLCredential.setSigningAlgorithmPrefs(credential, SIGNATURES);
      return credential;
    } catch (Exception e) {
      free(credential);
      throw e;
    }
  }

  private static long staple(long credential, Staple staple) throws Exception {
    try {
      SSLCredential.setOcspResponse(credential, staple.response());
      return credential;
    } catch (Exception e) {
      free(credential);
      throw e;
    }
  }

  private static void free(long credential) {
    if (credential != 0) {
      try {
        SSLCredential.free(credential);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The end of the certificate's lifetime. */
  Instant notAfter() {
    return notAfter;
  }

  /**
   * Gives a connection its certificate. On the connection's event loop.
   *
   * @throws io.netty.util.IllegalReferenceCountException if it is freed already, which is a fault
   *     of its owners
   */
  void install(long ssl) throws Exception {
    count.retain();
    try {
      Staple current = staple;
      boolean isStapled = current != null && Instant.now().isBefore(current.until());
      SSL.addCredential(ssl, isStapled ? stapled : plain);
    } finally {
      count.release();
    }
  }

  @Override
  public void retain() {
    count.retain();
  }

  @Override
  public void release() {
    count.release();
  }

  /** Frees the native memory with the last reference. */
  private final class Count extends AbstractReferenceCounted {
    @Override
    protected void deallocate() {
      free(plain);
      free(stapled);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
      return this;
    }
  }
}
