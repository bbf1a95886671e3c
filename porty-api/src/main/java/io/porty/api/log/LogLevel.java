package io.porty.api.log;

/**
 * The detail of a route's access log records. Each level includes the previous one.
 *
 * @since 0.1
 */
public enum LogLevel {
  /** No records. */
  NONE,
  /** Client, target and result. */
  BASIC,
  /** Also headers, with secrets masked. */
  VERBOSE
}
