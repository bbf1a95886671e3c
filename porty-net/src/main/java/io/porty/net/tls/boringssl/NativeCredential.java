package io.porty.net.tls.boringssl;

import io.netty.internal.tcnative.SSL;
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
 * A parsed chain and key in native memory. BoringSSL's connections keep references of their own.
 */
final class NativeCredential implements Credential {

  private final long chain;
  private final long key;
  private final @Nullable Staple staple;
  private final Count count = new Count();

  NativeCredential(
      List<X509Certificate> certificates, PrivateKey privateKey, @Nullable Staple staple) {
    this.staple = staple;
    byte[] encoded = privateKey.getEncoded();
    if (encoded == null) {
      throw new IllegalArgumentException(
          "the private key cannot be exported: set tls_provider = \"jdk\"");
    }
    long parsedChain = 0;
    try (PemBio chainText = PemBio.certificates(certificates);
        PemBio keyText = PemBio.key(encoded)) {
      parsedChain = SSL.parseX509Chain(chainText.pointer());
      this.key = SSL.parsePrivateKey(keyText.pointer(), null);
      this.chain = parsedChain;
    } catch (Exception e) {
      if (parsedChain != 0) {
        SSL.freeX509Chain(parsedChain);
      }
      SSL.clearError();
      throw new IllegalArgumentException("BoringSSL cannot use the certificate: " + e.getMessage());
    }
  }

  /** Gives a connection its certificate. On the connection's event loop. */
  void install(long ssl) throws Exception {
    SSL.setKeyMaterial(ssl, chain, key);
    Staple current = staple;
    if (current != null && Instant.now().isBefore(current.until())) {
      SSL.enableOcsp(ssl);
      SSL.setOcspResponse(ssl, current.response());
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
      SSL.freeX509Chain(chain);
      SSL.freePrivateKey(key);
    }

    @Override
    public ReferenceCounted touch(Object hint) {
      return this;
    }
  }
}
