package io.porty.api;

/**
 * A failure as a value. Protocol and network events never travel as exceptions on an event loop;
 * they end an exchange or connection with one of these.
 *
 * @param code what happened
 * @param side who caused it
 * @param retry whether trying again on another connection may help
 * @param detail what exactly, for the log: an address, a byte, an error of the operating system;
 *     may be empty
 * @since 0.1
 */
public record Failure(FailureCode code, Side side, Retry retry, String detail) {

  /** Who caused a failure. */
  public enum Side {
    CLIENT,
    UPSTREAM,
    PORTY
  }

  /** Whether the same request may be tried again. */
  public enum Retry {
    YES,
    NO,
    /**
     * Only if the connection had served before: the backend may have closed it while it was idle.
     */
    IF_REUSED
  }

  public static Failure client(FailureCode code, String detail) {
    return new Failure(code, Side.CLIENT, Retry.NO, detail);
  }

  public static Failure upstream(FailureCode code, String detail) {
    return new Failure(code, Side.UPSTREAM, Retry.NO, detail);
  }

  public static Failure porty(FailureCode code, String detail) {
    return new Failure(code, Side.PORTY, Retry.NO, detail);
  }

  /** {@code reason (detail)}, or the reason alone. */
  @Override
  public String toString() {
    return detail.isEmpty() ? code.reason() : code.reason() + " (" + detail + ")";
  }
}
