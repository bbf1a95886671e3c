package io.porty.api.route;

import java.net.SocketAddress;
import java.util.Optional;

/**
 * What a router may look at, whatever the protocol. It is a view: valid on the calling thread until
 * {@link Router#route} returns; any use after that throws {@link IllegalStateException}. A router
 * that answers later copies what it needs first.
 */
public interface RouteRequest {

  /** The name of the route that the connection or request belongs to. */
  String routeName();

  /** The peer's address. */
  SocketAddress client();

  /** The address that the peer connected to. */
  SocketAddress local();

  /** The host name that the client sent in its TLS hello, if there was one. */
  default Optional<String> serverName() {
    return Optional.empty();
  }
}
