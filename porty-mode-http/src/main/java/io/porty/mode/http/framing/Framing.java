package io.porty.mode.http.framing;

/**
 * How the end of a body is determined. A forwarded message has two framings: the incoming one,
 * determined once by {@link FramingRules}, and the outgoing one, determined by the protocol of the
 * receiving connection.
 */
public enum Framing {
  /** There is no body. */
  NONE,
  /** By a declared number of bytes. */
  CONTENT_LENGTH,
  /** By the last chunk. */
  CHUNKED,
  /** By the end of the connection; responses only. */
  UNTIL_CLOSE;

  /**
   * The outgoing framing over HTTP/1: a declared length is kept, other bodies are chunked.
   *
   * @param toHttp10 whether the receiver speaks HTTP/1.0, which has no chunked coding (RFC 9112
   *     section 7.1): then the body ends with the connection
   */
  public Framing outgoing(boolean toHttp10) {
    return switch (this) {
      case NONE, CONTENT_LENGTH -> this;
      case CHUNKED, UNTIL_CLOSE -> toHttp10 ? UNTIL_CLOSE : CHUNKED;
    };
  }
}
