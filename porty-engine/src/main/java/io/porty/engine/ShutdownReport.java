package io.porty.engine;

import java.util.List;

/**
 * How a Porty has stopped.
 *
 * @param cut connections that had to be cut
 * @param late what did not come back in time, for people; empty after an orderly stop
 */
public record ShutdownReport(int cut, List<String> late) {

  /** The thread of a traffic log. */
  static final String TRAFFIC_LOG = "a traffic log";

  public ShutdownReport {
    late = List.copyOf(late);
  }

  /**
   * Whether something may still run that a process has to be halted for. A log whose reader does
   * not read is not: what it has not written is lost either way.
   */
  public boolean needsHalt() {
    return late.stream().anyMatch(what -> !what.equals(TRAFFIC_LOG));
  }
}
