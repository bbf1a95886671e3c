package io.porty.net.opening.proxy;

/** What the first bytes of a connection are, for who expects a PROXY header. */
public sealed interface ProxyParse
    permits ProxyHeader, ProxyParse.Incomplete, ProxyParse.Malformed {

  /** They may become a header. */
  record Incomplete() implements ProxyParse {}

  /**
   * They are no header, whatever follows.
   *
   * @param reason for people, without bytes of the peer
   */
  record Malformed(String reason) implements ProxyParse {}

  /** The only one. */
  Incomplete INCOMPLETE = new Incomplete();
}
