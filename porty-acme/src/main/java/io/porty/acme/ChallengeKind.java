package io.porty.acme;

/** How a host is proven. */
enum ChallengeKind {
  /** A file that is fetched from port 80 (RFC 8555 section 8.3). */
  HTTP_01("HTTP-01"),
  /** A handshake on port 443 (RFC 8737). */
  TLS_ALPN_01("TLS-ALPN-01");

  private final String text;

  ChallengeKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  ChallengeKind other() {
    return this == HTTP_01 ? TLS_ALPN_01 : HTTP_01;
  }
}
