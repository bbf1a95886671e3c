package io.porty.net.opening.proxy;

/**
 * The types of type-length-value vectors that Porty knows (proxy-protocol.txt section 2.2.1 on).
 */
final class TlvType {

  static final int ALPN = 0x01;
  static final int AUTHORITY = 0x02;
  static final int CRC32C = 0x03;
  static final int UNIQUE_ID = 0x05;
  static final int SSL = 0x20;

  // Inside of SSL.

  static final int SSL_VERSION = 0x21;
  static final int SSL_CN = 0x22;
  static final int SSL_CIPHER = 0x23;

  // Bits of its field "client".

  static final int CLIENT_SSL = 0x01;
  static final int CLIENT_CERT_CONN = 0x02;
  static final int CLIENT_CERT_SESS = 0x04;

  /** Type and length. */
  static final int HEAD = 3;

  /** Of the fields "client" and "verify". */
  static final int SSL_FIELDS = 5;

  static final int MAX_UNIQUE_ID = 128;

  private TlvType() {}
}
