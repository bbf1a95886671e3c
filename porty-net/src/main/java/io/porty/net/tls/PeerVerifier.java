package io.porty.net.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/** Checks a peer's chain. Thread-safe; called on event loops, so it must not wait. */
public interface PeerVerifier {

  /**
   * @param chain the peer's certificate first
   * @throws RejectedCertificateException if it is not accepted
   */
  void verify(List<X509Certificate> chain) throws RejectedCertificateException;
}
