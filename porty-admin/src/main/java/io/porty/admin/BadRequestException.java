package io.porty.admin;

/** A request has an invalid parameter; the message, for the client, says which and why. */
final class BadRequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BadRequestException(String message) {
    super(message);
  }
}
