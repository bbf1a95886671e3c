package io.porty.mode.http.framing;

/**
 * How a body ends. A message that is forwarded has two: how the body comes in, decided once by
 * {@link FramingRules} and never looked up in the head again, and how it goes out, decided by the
 * wire that it goes out on.
 */
public enum Framing {
  /** There is no body. */
  NONE,
  /** After a known number of bytes. */
  CONTENT_LENGTH,
  /** After the last chunk. */
  CHUNKED,
  /** When the sender closes; only responses. */
  UNTIL_CLOSE;

  /**
   * How a body that comes in so goes out over HTTP/1: a known length stays, anything else goes in
   * chunks.
   *
   * @param toHttp10 whether the receiver speaks HTTP/1.0, which has no chunks (RFC 9112 section
   *     7.1): the end of the connection is the end of the body
   */
  public Framing outgoing(boolean toHttp10) {
    return switch (this) {
      case NONE, CONTENT_LENGTH -> this;
      case CHUNKED, UNTIL_CLOSE -> toHttp10 ? UNTIL_CLOSE : CHUNKED;
    };
  }
}
