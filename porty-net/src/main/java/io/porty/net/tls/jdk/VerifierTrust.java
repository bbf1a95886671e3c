package io.porty.net.tls.jdk;

import io.porty.net.tls.PeerVerifier;
import io.porty.net.tls.RejectedCertificateException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** A verifier as the JDK asks it. */
final class VerifierTrust extends X509ExtendedTrustManager {

  private final PeerVerifier verifier;
  private final List<X509Certificate> issuers;

  VerifierTrust(PeerVerifier verifier, List<X509Certificate> issuers) {
    this.verifier = verifier;
    this.issuers = issuers;
  }

  private void verify(X509Certificate[] chain) throws CertificateException {
    try {
      verifier.verify(List.of(chain));
    } catch (RejectedCertificateException e) {
      throw new CertificateException(e.getMessage(), e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers.toArray(X509Certificate[]::new);
  }
}
