package io.porty.net.dial;

import io.porty.api.FailureCode;

/** A failed lookup. Completes futures and is never thrown, so it has no stack. */
final class LookupException extends Exception {

  private static final long serialVersionUID = 1;

  private final FailureCode code;

  LookupException(FailureCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  FailureCode code() {
    return code;
  }
}
