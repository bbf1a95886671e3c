package io.porty.engine.issued;

import io.porty.api.tls.CertificateSink;
import io.porty.net.tls.Credential;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The TLS challenges (RFC 8737) that are answered now, by host. Thread-safe. */
public final class TlsAnswers {

  private final Map<String, Credential> answers = new ConcurrentHashMap<>();
  private volatile @Nullable ChallengeCredentials credentials;

  /** Listeners with TLS serve from now on; before it nothing can be published. */
  public void answeredWith(ChallengeCredentials by) {
    credentials = by;
  }

  /** Whether there is none. Cheap, for every handshake. */
  public boolean isEmpty() {
    return answers.isEmpty();
  }

  /**
   * @param host normalised
   * @return null if no challenge is about it
   */
  public @Nullable Credential find(String host) {
    return answers.get(host);
  }

  CertificateSink.Challenge publish(String host, X509Certificate certificate, PrivateKey key) {
    ChallengeCredentials by = credentials;
    if (by == null || answers.size() >= CertificateSink.MAX_CHALLENGES) {
      throw new IllegalStateException(
          by == null ? "no listener with TLS serves" : "too many challenges at once");
    }
    Credential made = by.prepare(certificate, key);
    Credential replaced = answers.put(host, made);
    if (replaced != null) {
      by.release(replaced);
    }
    return () -> {
      if (answers.remove(host, made)) {
        by.release(made);
      }
    };
  }
}
