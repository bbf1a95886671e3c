package io.porty.net.opening.proxy;

/** The form of a header that is sent. */
public enum ProxyVersion {
  /** A line of text: addresses and ports. */
  V1,
  /** Binary: more than addresses. */
  V2
}
