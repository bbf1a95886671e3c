package io.porty.load.tls;

/**
 * Why there is no TLS connection.
 *
 * @param text for people; the failed check, or what the server did
 * @param kind what can be expected of another connection
 */
public record TlsProblem(String text, Kind kind) {

  /** What can be expected of another connection. */
  public enum Kind {
    /** The server's certificate is not trusted: nor will it be the next time. */
    UNTRUSTED,
    /** The server did not choose the protocol that was offered: nor will it the next time. */
    WRONG_PROTOCOL,
    /** They have nothing in common, or the server does not speak TLS. */
    REFUSED,
    /** It was closed or broken; the next one may not be. */
    BROKEN
  }
}
