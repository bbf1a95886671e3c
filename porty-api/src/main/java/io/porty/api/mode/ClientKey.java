package io.porty.api.mode;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a client for per-client limits: an IPv4 address or an IPv6 /64 network, of which a
 * client may use any address (RFC 4291 section 2.5.4). All clients without an IP address count as
 * one.
 *
 * @since 0.2
 */
public final class ClientKey {

  private static final int NETWORK_BYTES = 8;

  /**
   * A key for maps.
   *
   * @param client address of a client; null if it has none
   * @return the same for all addresses that count as one client
   */
  public static Object of(@Nullable SocketAddress client) {
    if (!(client instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return "";
    }
    if (inet.getAddress() instanceof Inet6Address six) {
      long network = 0;
      byte[] bytes = six.getAddress();
      for (int i = 0; i < NETWORK_BYTES; i++) {
        network = network << 8 | (bytes[i] & 0xff);
      }
      return network;
    }
    return inet.getAddress();
  }

  private ClientKey() {}
}
