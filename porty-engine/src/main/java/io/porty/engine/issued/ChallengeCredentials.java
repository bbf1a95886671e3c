package io.porty.engine.issued;

import io.porty.net.tls.Credential;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** Makes what handshakes about challenges are held with. Thread-safe. */
public interface ChallengeCredentials {

  /** Parses the key: not on an event loop. */
  Credential prepare(X509Certificate certificate, PrivateKey key);

  /** It is not chosen any more. */
  void release(Credential credential);
}
