package io.porty.engine;

import java.util.Objects;

/**
 * Porty cannot start, reload or restart. The message is complete and meant for the user; the exit
 * code is what the process should exit with.
 */
public final class StartException extends Exception {

  /** Wrong usage, configuration or plugin. */
  public static final int CONFIGURATION = 2;

  /** An address is in use. */
  public static final int ADDRESS_IN_USE = 3;

  /** Anything else. */
  public static final int FAILED = 1;

  private final int exitCode;

  public StartException(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /** With the message of another exception, or its class if it has none. */
  public StartException(int exitCode, Throwable reason) {
    this(exitCode, Objects.requireNonNullElse(reason.getMessage(), reason.getClass().getName()));
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  public int exitCode() {
    return exitCode;
  }
}
