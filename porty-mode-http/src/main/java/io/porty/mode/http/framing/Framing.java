package io.porty.mode.http.framing;

/**
 * How a body ends. Decided once for each message, by {@link FramingRules}, and never looked up in
 * the head again.
 */
public enum Framing {
  /** There is no body. */
  NONE,
  /** After a known number of bytes. */
  FIXED,
  /** After the last chunk. */
  CHUNKED,
  /** When the sender closes; only responses. */
  UNTIL_CLOSE
}
