package io.porty.mode.http.pool;

/** Which connections may be used for a request. */
public enum Reuse {
  /** Any idle connection: the request can be retried if the backend has just closed it. */
  ANY,
  /**
   * The request is not retryable: a recently used idle connection, checked again for end of stream.
   */
  CHECKED,
  /** Only a new connection. */
  NEVER
}
