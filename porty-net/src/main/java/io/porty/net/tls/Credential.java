package io.porty.net.tls;

/**
 * A certificate chain and its private key in the form that a provider works with. Reference-counted
 * by {@link #retain} and {@link #release}; made by {@link TlsProvider#credential}, with one
 * reference. Thread-safe.
 */
public interface Credential {

  /** One more owner. */
  void retain();

  /** One owner less; the last one frees it. */
  void release();
}
