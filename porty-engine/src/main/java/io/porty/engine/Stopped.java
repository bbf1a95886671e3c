package io.porty.engine;

import java.util.List;

/**
 * How a Porty has stopped.
 *
 * @param cut connections that had to be cut
 * @param late what did not come back in time, for people; empty after an orderly stop
 */
public record Stopped(int cut, List<String> late) {
  public Stopped {
    late = List.copyOf(late);
  }
}
