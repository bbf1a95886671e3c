package io.porty.net.tls.cert;

/** By what certificates of a chain, and a key and its certificate, are held to belong together. */
enum Proof {
  /** By signatures, which takes some milliseconds where they are ECDSA. */
  SIGNATURES,
  /**
   * By identifiers where there are any, else by signatures: the authority's key identifier (RFC
   * 5280 section 4.2.1.1), and the public key in the file of an EC key. It finds files that do not
   * belong together, not damage.
   */
  IDENTIFIERS
}
