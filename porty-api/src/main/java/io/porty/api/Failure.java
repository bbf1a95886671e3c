package io.porty.api;

/**
 * A failure as a value. Protocol and network events never travel as exceptions on an event loop;
 * they end an exchange or connection with one of these.
 *
 * @param code the error code
 * @param side who caused it
 * @param retry whether the request may be retried on another connection
 * @param detail details for the log, such as an address or an error of the operating system; may be
 *     empty
 * @since 0.1
 */
public record Failure(FailureCode code, Side side, Retry retry, String detail) {

  /** Who caused a failure. */
  public enum Side {
    /** The client, or its network. */
    CLIENT,
    /** The backend, or the network to it. */
    UPSTREAM,
    /** Porty itself: a limit, a timeout, a fault. */
    PORTY
  }

  /** Whether the same request may be tried again. */
  public enum Retry {
    /** No part of the request was processed. */
    YES,
    /** A retry would fail again, or could have side effects. */
    NO,
    /** Only on a reused connection: the backend may have closed it while it was idle. */
    IF_REUSED
  }

  /**
   * A failure that the client caused; not to be retried.
   *
   * @param code the error code
   * @param detail details for the log; may be empty
   * @return the failure
   */
  public static Failure client(FailureCode code, String detail) {
    return new Failure(code, Side.CLIENT, Retry.NO, detail);
  }

  /**
   * A failure that the backend caused; not to be retried.
   *
   * @param code the error code
   * @param detail details for the log; may be empty
   * @return the failure
   */
  public static Failure upstream(FailureCode code, String detail) {
    return new Failure(code, Side.UPSTREAM, Retry.NO, detail);
  }

  /**
   * A failure of Porty's own: a limit, a timeout, a fault.
   *
   * @param code the error code
   * @param detail details for the log; may be empty
   * @return the failure
   */
  public static Failure porty(FailureCode code, String detail) {
    return new Failure(code, Side.PORTY, Retry.NO, detail);
  }

  /** {@code reason (detail)}, or the reason alone. */
  @Override
  public String toString() {
    return detail.isEmpty() ? code.reason() : code.reason() + " (" + detail + ")";
  }
}
