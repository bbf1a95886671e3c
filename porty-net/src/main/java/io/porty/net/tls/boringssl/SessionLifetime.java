package io.porty.net.tls.boringssl;

import io.netty.internal.tcnative.SSL;
import java.time.Instant;

/**
 * For how long the session of one server connection may be resumed: a day after its full handshake,
 * and not beyond the lifetime of a certificate that it was made with, the server's or the client's.
 * A resumed session gets no new day. BoringSSL writes the session's tickets with the client's last
 * message of the handshake, so that the limit is set before. On the event loop.
 */
final class SessionLifetime {

  /** RFC 9325 section 3.4; BoringSSL has two days for TLS 1.3. */
  private static final long MAX_SECONDS = 86_400;

  private final long ssl;
  private Instant end;

  /**
   * @param end of the server's certificate
   */
  SessionLifetime(long ssl, Instant end) {
    this.ssl = ssl;
    this.end = end;
  }

  /** The session counts on one more certificate. */
  void endWith(Instant notAfter) {
    if (notAfter.isBefore(end)) {
      end = notAfter;
    }
    apply();
  }

  /** Sets the limit, if there is a session yet. */
  void apply() {
    SSL.setTimeout(ssl, seconds(SSL.getTimeout(ssl), end, Instant.now()));
  }

  /**
   * @param own what BoringSSL gives the session, in seconds: two days after a full handshake of TLS
   *     1.3; after a resumption what is left of the limit that the full handshake had, whatever the
   *     number of resumptions since
   * @param end of the certificates
   * @return how many seconds are left to resume it; never more than {@code own}
   */
  static long seconds(long own, Instant end, Instant now) {
    long left = end.getEpochSecond() - now.getEpochSecond();
    return Math.max(0, Math.min(Math.min(MAX_SECONDS, own), left));
  }
}
