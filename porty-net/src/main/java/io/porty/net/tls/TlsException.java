package io.porty.net.tls;

import java.io.IOException;

/** An established TLS connection broke: the peer's doing, as a reset is. */
public final class TlsException extends IOException {

  private static final long serialVersionUID = 1;

  /** Without a stack: it says nothing of the peer. */
  public TlsException(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
