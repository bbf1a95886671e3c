package io.porty.net.tls.local;

/** The local authority cannot be used. The message says why and what to do, without any key. */
public final class LocalAuthorityException extends Exception {

  private static final long serialVersionUID = 1;

  public LocalAuthorityException(String message) {
    super(message);
  }
}
