package io.porty.net.opening.proxy;

import io.porty.api.Bytes;

/**
 * Reads the PROXY header that a connection begins with; the version is told by the first byte
 * (proxy-protocol.txt section 2). A header that has not come completely is read from its beginning
 * again: that is bounded by {@link #MAX_LENGTH}. Stateless.
 */
public final class ProxyParser {

  /** The longest header that is read. */
  public static final int MAX_LENGTH = ProxyV2.FIXED + ProxyV2.MAX_PAYLOAD;

  /**
   * Reads a header.
   *
   * @param bytes from the connection's first
   */
  public static ProxyParse parse(Bytes bytes) {
    if (bytes.length() == 0) {
      return ProxyParse.INCOMPLETE;
    }
    return switch (bytes.at(0)) {
      case 'P' -> ProxyV1.parse(bytes);
      case '\r' -> ProxyV2.parse(bytes);
      default -> new ProxyParse.Malformed("no PROXY header");
    };
  }

  private ProxyParser() {}
}
