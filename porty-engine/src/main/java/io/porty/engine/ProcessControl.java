package io.porty.engine;

import java.util.List;

/** Performs the commands of the admin endpoint for the process. Called on any thread. */
public interface ProcessControl {

  /**
   * Reloads the configuration, as {@link Porty#reload} does.
   *
   * @return what has changed
   * @throws StartException if the configuration has errors; nothing has changed then
   */
  List<String> reload() throws StartException;

  /**
   * Starts a successor process, as with {@link Porty#handOver}; the caller then calls {@link
   * #stop}.
   *
   * @return a message for the user
   * @throws StartException if the successor fails to start; this process continues
   */
  String restart() throws StartException;

  /** Stops the process, as the signal TERM does. May return before that is finished. */
  void stop();
}
