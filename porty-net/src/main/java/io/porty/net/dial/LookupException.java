package io.porty.net.dial;

import io.porty.api.FailureCode;

/** Why a name has no address; never thrown, only passed on. */
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
