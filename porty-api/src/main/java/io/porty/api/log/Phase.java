package io.porty.api.log;

/**
 * The phases of an exchange, in the order in which they happen. {@code docs/life-of-a-request.md}
 * draws them, and a test compares the two.
 *
 * @since 0.1
 */
public enum Phase {
  /** The request's head is complete and valid. */
  HEAD,
  /** The router has decided. */
  ROUTED,
  /** A connection to the backend was acquired, pooled or new. */
  CONNECTED,
  /** The first byte of the final response head was received. */
  FIRST_BYTE,
  /** The last byte was written to the client, or the exchange has failed. */
  END
}
