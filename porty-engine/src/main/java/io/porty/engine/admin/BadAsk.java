package io.porty.engine.admin;

/** What a visitor asks for cannot be; the message says why. */
final class BadAsk extends RuntimeException {

  private static final long serialVersionUID = 1;

  BadAsk(String message) {
    super(message);
  }
}
