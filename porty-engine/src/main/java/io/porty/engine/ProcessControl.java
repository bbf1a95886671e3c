package io.porty.engine;

import java.util.List;

/** Whoever runs a Porty: does what its admin endpoint is asked for. From any thread. */
public interface ProcessControl {

  /**
   * Reads the configuration again, as {@link Porty#reload} does.
   *
   * @return what has changed
   * @throws StartException if nothing has, because something is wrong
   */
  List<String> reload() throws StartException;

  /**
   * Has a successor serve, as with {@link Porty#handOver}. {@link #stop} follows.
   *
   * @return what has happened, for people
   * @throws StartException if this one goes on
   */
  String restart() throws StartException;

  /** Stops, as for TERM. May return before that is done. */
  void stop();
}
