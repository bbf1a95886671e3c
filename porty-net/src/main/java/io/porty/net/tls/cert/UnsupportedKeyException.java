package io.porty.net.tls.cert;

/** A key that is protected in a way that Porty does not read. */
final class UnsupportedKeyException extends Exception {

  private static final long serialVersionUID = 1;
}
