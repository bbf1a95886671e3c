package io.porty.engine.control;

import java.time.Duration;

/** What the admin endpoint has others do. From any thread; may wait. */
public interface AdminActions {

  /**
   * Reads the configuration again.
   *
   * @return what has changed, for people
   * @throws Refused if nothing has, because something is wrong
   */
  String reload() throws Refused;

  /**
   * Has a new process serve in place of this one, which then stops as for TERM. Returns when the
   * new one serves.
   *
   * @return what has happened, for people
   * @throws Refused if this one goes on
   */
  String restart() throws Refused;

  /**
   * From now on {@code /readyz} says no. After a while Porty stops as for TERM. Returns at once.
   *
   * @param wait for load balancers to notice
   */
  void drain(Duration wait);

  /** Whether clients are welcome. */
  boolean isReady();

  /** The plugins and what they offer; made to be shown. */
  Object plugins();

  /** It was not done; the message says why. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }
}
