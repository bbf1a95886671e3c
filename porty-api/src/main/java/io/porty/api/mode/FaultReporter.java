package io.porty.api.mode;

import io.porty.api.PortyImplements;

/**
 * Receives internal errors: unexpected exceptions of the code itself, not failures of a peer. Porty
 * logs them with their stack, rate-limited, and counts them; those of a plugin's mode with the
 * plugin's name. Never blocks or throws. Thread-safe.
 *
 * @since 0.2
 */
@PortyImplements
@FunctionalInterface
public interface FaultReporter {

  /** Without a log: passes exceptions to the thread's uncaught exception handler. */
  FaultReporter UNCAUGHT =
      (where, cause) -> {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
      };

  /**
   * Reports an exception.
   *
   * @param where the component, a stable name of a-z and underscores for a metric's label
   * @param cause the exception
   */
  void report(String where, Throwable cause);
}
