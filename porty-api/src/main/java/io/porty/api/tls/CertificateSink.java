package io.porty.api.tls;

import io.porty.api.PortyImplements;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate source hands its certificates to, and the answers to an authority's
 * challenges. Thread-safe; no method waits.
 *
 * @since 0.2
 */
@PortyImplements
public interface CertificateSink {

  /** Challenges of each kind that are answered at once, at most. */
  int MAX_CHALLENGES = 64;

  /**
   * Uses a certificate for handshakes that begin from now on, in place of an earlier one, for each
   * of the source's hosts that it names. A host keeps a certificate that is newer, unless all those
   * hosts have newer ones.
   *
   * @param chain the leaf first, then its intermediates
   * @param key of the leaf
   * @throws IllegalArgumentException if the key does not belong to the leaf, the leaf has expired
   *     or is not valid yet, or it names no host of the source; the message says which
   */
  void publish(List<X509Certificate> chain, PrivateKey key);

  /**
   * Says that a certificate could not be obtained or renewed: Porty logs it, counts it, and shows
   * it until a certificate for the host is published.
   *
   * @param host one of the source's hosts
   * @param problem what went wrong, in a sentence without secrets
   * @param nextAttempt when it is tried again; null if it is not
   */
  void failed(String host, String problem, @Nullable Instant nextAttempt);

  /**
   * Completes when Porty's listeners are bound, after {@link CertificateSource#start}: from then on
   * an authority reaches the answers to its challenges.
   *
   * @return completed once, never with an exception; not at all if Porty cannot bind
   */
  CompletionStage<Void> listening();

  /** {@return whether a listener without TLS answers what {@link #answerHttp} publishes} */
  boolean hasPlainHttp();

  /**
   * Answers {@code GET /.well-known/acme-challenge/TOKEN} on every HTTP listener without TLS,
   * before any route (RFC 8555 section 8.3).
   *
   * @param token letters, digits, - and _, at most 128
   * @param answer the body, at most 1024 bytes of ASCII
   * @return closed when the challenge is over
   * @throws IllegalArgumentException if one of them is neither
   * @throws IllegalStateException if {@link #MAX_CHALLENGES} are answered already
   */
  Challenge answerHttp(String token, String answer);

  /**
   * Answers handshakes for a host whose only protocol is {@code acme-tls/1}, on every listener with
   * TLS; nothing but the handshake is held (RFC 8737).
   *
   * @param host that the challenge is about
   * @param certificate self-signed, with the acmeIdentifier extension
   * @param key of the certificate
   * @return closed when the challenge is over
   * @throws IllegalStateException if {@link #MAX_CHALLENGES} are answered already
   */
  Challenge answerTls(String host, X509Certificate certificate, PrivateKey key);

  /** A challenge that is answered until it is closed. */
  @PortyImplements
  interface Challenge extends AutoCloseable {

    /** Answers it no longer. Idempotent. */
    @Override
    void close();
  }
}
