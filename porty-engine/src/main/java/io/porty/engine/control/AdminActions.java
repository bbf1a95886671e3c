package io.porty.engine.control;

import java.time.Duration;

/** The commands of the admin endpoint. Thread-safe; calls may block. */
public interface AdminActions {

  /**
   * Reloads the configuration.
   *
   * @return what has changed, for the user
   * @throws Refused if the configuration has errors; nothing has changed then
   */
  String reload() throws Refused;

  /**
   * Starts a new process that replaces this one, which then stops as for TERM. Returns when the new
   * one serves.
   *
   * @return a message for the user
   * @throws Refused if the new process fails to start; this one continues
   */
  String restart() throws Refused;

  /**
   * Makes {@code /readyz} fail from now on and stops Porty, as for TERM, after a wait. Returns at
   * once.
   *
   * @param wait time for load balancers to notice
   */
  void drain(Duration wait);

  /** Whether Porty serves and is not draining. */
  boolean isReady();

  /** The plugins and what they provide, for serialization as JSON. */
  Object plugins();

  /** A command failed; the message, for the user, says why. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }
}
