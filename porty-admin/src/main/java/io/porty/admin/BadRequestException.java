package io.porty.admin;

/** What a visitor asks for cannot be; the message says why. */
final class BadRequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BadRequestException(String message) {
    super(message);
  }
}
