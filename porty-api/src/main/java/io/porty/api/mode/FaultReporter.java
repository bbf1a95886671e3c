package io.porty.api.mode;

import io.porty.api.PortyImplements;

/**
 * Takes the exceptions that nobody expects: faults of the code itself, never of a peer. Porty logs
 * them with their stack, at a limited rate, and counts them; those of a plugin's mode are logged
 * with the plugin's name. Never waits and never throws; from any thread.
 *
 * @since 0.2
 */
@PortyImplements
@FunctionalInterface
public interface FaultReporter {

  /** For surroundings without a log: the thread's handler of uncaught exceptions. */
  FaultReporter UNCAUGHT =
      (where, cause) -> {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
      };

  /**
   * Reports one.
   *
   * @param where which part of the code failed, a stable word of a-z and underscores: the label of
   *     a metric, so one of a few
   * @param cause what was thrown
   */
  void report(String where, Throwable cause);
}
