package io.porty.net.listener;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who counts as one client where limits are for each client: an IPv4 address, or a network of 64
 * bits of IPv6, of which a client may use any address (RFC 4291 section 2.5.4). Whoever comes
 * without an IP address is one client.
 */
public final class ClientKey {

  private static final int NETWORK_BYTES = 8;

  /** A key for maps. */
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
