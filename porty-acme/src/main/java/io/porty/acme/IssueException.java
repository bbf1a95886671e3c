package io.porty.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A certificate was not obtained; the message is for people, and has no secrets. */
class IssueException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient @Nullable Instant retryAfter;

  IssueException(String message, @Nullable Instant retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** When the authority wants to be asked again; null if it did not say. */
  @Nullable Instant retryAfter() {
    return retryAfter;
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
