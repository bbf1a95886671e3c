package io.porty.api.log;

/**
 * How much of a route's traffic is recorded. Each level includes the one before.
 *
 * @since 0.1
 */
public enum LogLevel {
  /** Nothing; the data path builds no record. */
  NONE,
  /** Who, where to, what came of it. */
  BASIC,
  /** Headers too, secrets masked. */
  VERBOSE
}
