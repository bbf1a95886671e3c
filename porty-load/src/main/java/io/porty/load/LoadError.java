package io.porty.load;

/** Reasons for a failed request. */
public enum LoadError {
  CONNECT("connect failed"),
  /** Of the connection, or of a stream of HTTP/2. */
  RESET("reset"),
  /** Only of HTTP/2: REFUSED_STREAM, or GOAWAY below the stream. */
  REFUSED("refused"),
  CLOSED("closed before the response was complete"),
  TIMEOUT("response timeout"),
  MALFORMED("malformed response"),
  NO_HTTP2("the server does not speak HTTP/2"),
  /** The handshake, or what came behind it. */
  TLS("TLS failed"),
  /** Only at a fixed rate: no connection was idle before the end. */
  UNSENT("scheduled, but not sent");

  private final String text;

  LoadError(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether it would happen again at once. */
  boolean isOfServer() {
    return this == CONNECT || this == NO_HTTP2 || this == TLS;
  }
}
