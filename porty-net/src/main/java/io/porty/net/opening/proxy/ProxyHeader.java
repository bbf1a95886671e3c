package io.porty.net.opening.proxy;

import io.porty.api.ProxyFacts;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A complete PROXY header.
 *
 * @param length in bytes; what follows is the client's
 * @param client the client's address, a Unix domain socket without a name; null if the header names
 *     none (LOCAL, UNKNOWN, UNSPEC, datagrams), and the socket's own addresses hold
 * @param local the address that the client connected to; null exactly if client is
 * @param facts what it says besides; null if nothing
 */
public record ProxyHeader(
    int length,
    @Nullable SocketAddress client,
    @Nullable SocketAddress local,
    @Nullable ProxyFacts facts)
    implements ProxyParse {

  static ProxyHeader ofSocket(int length) {
    return new ProxyHeader(length, null, null, null);
  }
}
