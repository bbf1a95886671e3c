package io.porty.net.tls.boringssl;

import io.netty.internal.tcnative.CertificateVerifier;
import io.netty.internal.tcnative.SSL;
import io.porty.api.PeerCertificate;
import io.porty.api.TlsSession;
import io.porty.net.tls.HandshakeListener;
import io.porty.net.tls.PeerCertificates;
import io.porty.net.tls.PeerVerifier;
import io.porty.net.tls.RejectedCertificateException;
import io.porty.net.tls.TlsFailure;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one connection, step by step, and what became of it. Reports it once. On the
 * event loop.
 */
final class NativeHandshake {

  /** What a step came to. */
  enum Step {
    /** More bytes of the peer are needed. */
    READ,
    /** What waits to be written has to be, first. */
    WRITE,
    COMPLETE,
    FAILED
  }

  private final NativeSsl ssl;
  private final @Nullable String serverName;
  private final @Nullable PeerVerifier verifier;
  private final HandshakeListener listener;
  private final @Nullable SessionLifetime lifetime;
  private @Nullable String rejection;
  private @Nullable TlsFailure failure;
  private boolean complete;
  private boolean reported;

  /**
   * @param serverName for the record; null if there is none
   * @param verifier checks the peer's certificate; null if none is asked for
   * @param lifetime of the session that clients get; null for a client
   */
  NativeHandshake(
      NativeSsl ssl,
      @Nullable String serverName,
      @Nullable PeerVerifier verifier,
      HandshakeListener listener,
      @Nullable SessionLifetime lifetime) {
    this.ssl = ssl;
    this.lifetime = lifetime;
    this.serverName = serverName;
    this.verifier = verifier;
    this.listener = listener;
    if (verifier != null) {
      ssl.context().watch(ssl.pointer(), this::check);
    }
  }

  boolean isClient() {
    return !ssl.isServer();
  }

  boolean isComplete() {
    return complete;
  }

  boolean hasFailed() {
    return failure != null;
  }

  private int check(List<X509Certificate> chain) {
    PeerVerifier by = verifier;
    if (by == null) {
      return CertificateVerifier.X509_V_ERR_UNSPECIFIED;
    }
    try {
      by.verify(chain);
      if (lifetime != null) {
        lifetime.endWith(chain.get(0).getNotAfter().toInstant());
      }
      return CertificateVerifier.X509_V_OK;
    } catch (RejectedCertificateException e) {
      rejection = e.getMessage();
      return code(e.check());
    }
  }

  private static int code(RejectedCertificateException.Check check) {
    return switch (check) {
      case ISSUER -> CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
      case DATES -> CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED;
      case REVOCATION -> CertificateVerifier.X509_V_ERR_CERT_REVOKED;
      case NAME -> CertificateVerifier.X509_V_ERR_HOSTNAME_MISMATCH;
      case OTHER -> CertificateVerifier.X509_V_ERR_CERT_REJECTED;
    };
  }

  Step advance() {
    int result = ssl.handshake();
    if (result > 0) {
      ssl.context().unwatch(ssl.pointer());
      failure = refusedAgain();
      complete = failure == null;
      return complete ? Step.COMPLETE : Step.FAILED;
    }
    int error = ssl.error(result);
    if (error == SSL.SSL_ERROR_WANT_READ) {
      if (lifetime != null) {
        lifetime.apply();
      }
      return Step.READ;
    }
    if (error == SSL.SSL_ERROR_WANT_WRITE) {
      return Step.WRITE;
    }
    failure = NativeFailures.of(NativeSsl.takeError(), rejection);
    return Step.FAILED;
  }

  /**
   * A client that resumes a session shows no certificate, and is not asked for one: the ticket's is
   * verified again, because it may have expired or been revoked since. Null if there is nothing
   * against it.
   */
  private @Nullable TlsFailure refusedAgain() {
    PeerVerifier by = verifier;
    if (by == null || !ssl.isServer() || !SSL.isSessionReused(ssl.pointer())) {
      return null;
    }
    byte[] leaf = SSL.getPeerCertificate(ssl.pointer());
    if (leaf == null) {
      return null; // none was required, and none was shown
    }
    try {
      by.verify(NativeContext.parse(NativeSsl.peerChain(ssl.pointer(), leaf)));
      return null;
    } catch (RejectedCertificateException | CertificateException e) {
      return new TlsFailure(
          TlsFailure.Reason.BAD_CERTIFICATE, "of a resumed session: " + e.getMessage());
    }
  }

  void notifyCompleted() {
    if (!reported) {
      reported = true;
      listener.completed(session());
    }
  }

  void notifyFailed() {
    TlsFailure why = failure;
    if (!reported && why != null) {
      reported = true;
      listener.failed(why);
    }
  }

  /** The peer ended the connection; it may be long after the handshake. */
  void peerClosed() {
    if (!complete && failure == null) {
      failure = new TlsFailure(TlsFailure.Reason.CLOSED, "");
      notifyFailed();
    }
  }

  private TlsSession session() {
    long pointer = ssl.pointer();
    return new TlsSession(
        SSL.getVersion(pointer),
        CipherNames.standard(SSL.getCipherForSSL(pointer)),
        serverName,
        SSL.getAlpnSelected(pointer),
        SSL.isSessionReused(pointer),
        verifier == null ? null : peer(pointer));
  }

  private static @Nullable PeerCertificate peer(long pointer) {
    byte[] leaf = SSL.getPeerCertificate(pointer);
    if (leaf == null) {
      return null;
    }
    try {
      return PeerCertificates.of(NativeContext.parse(new byte[][] {leaf}).get(0));
    } catch (CertificateException e) {
      return null; // it has been verified: cannot be
    }
  }
}
