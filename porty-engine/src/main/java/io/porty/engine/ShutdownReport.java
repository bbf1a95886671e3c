package io.porty.engine;

import java.util.List;

/**
 * The result of a shutdown.
 *
 * @param cut connections that were closed before they had finished
 * @param late what did not stop within its time limit; empty after an orderly shutdown
 */
public record ShutdownReport(int cut, List<String> late) {

  /** Entry of {@link #late} for an access log whose thread is blocked. */
  static final String ACCESS_LOG = "an access log";

  public ShutdownReport {
    late = List.copyOf(late);
  }

  /**
   * Whether the process must be halted because something may still run. A blocked access log does
   * not count: the records that it has not written are lost either way.
   */
  public boolean needsHalt() {
    return late.stream().anyMatch(what -> !what.equals(ACCESS_LOG));
  }
}
