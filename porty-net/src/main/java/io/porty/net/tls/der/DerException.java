package io.porty.net.tls.der;

/** Bytes that are not DER, or not the structure that was expected. Its message has none of them. */
public final class DerException extends Exception {

  private static final long serialVersionUID = 1;

  public DerException(String message) {
    super(message);
  }
}
