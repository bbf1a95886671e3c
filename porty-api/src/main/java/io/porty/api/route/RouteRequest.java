package io.porty.api.route;

import io.porty.api.PeerCertificate;
import io.porty.api.PluginImplements;
import io.porty.api.ProxyFacts;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * What a router may look at, whatever the protocol. It is a view: valid on the calling thread until
 * {@link Router#route} returns. A router that answers later copies what it needs first: using the
 * view after that throws {@link IllegalStateException}, or shows another request, for which it is
 * used again.
 *
 * @since 0.1
 */
@PluginImplements
public interface RouteRequest {

  /** {@return the name of the route that the connection or request belongs to} */
  String routeName();

  /** {@return the peer's address; of a Unix domain socket one without a name} */
  SocketAddress client();

  /** {@return the address that the peer connected to} */
  SocketAddress local();

  /**
   * {@return the host name that the client sent in its TLS hello, in lower case, if there was one
   * and it has come already}
   */
  default Optional<String> serverName() {
    return Optional.empty();
  }

  /**
   * {@return the certificate that the client showed in the TLS handshake of its connection, and
   * that was verified against the route's {@code client_ca}; empty without one} Header fields that
   * name a certificate are the client's own words, and are not forwarded.
   *
   * @since 0.2
   */
  default Optional<PeerCertificate> clientCertificate() {
    return Optional.empty();
  }

  /**
   * {@return what the PROXY header of a trusted load balancer says of the client beyond its
   * addresses; empty if it says nothing, or there was none} It is the load balancer's word: not a
   * certificate that Porty has verified.
   *
   * @since 0.2
   */
  default Optional<ProxyFacts> proxyFacts() {
    return Optional.empty();
  }

  /**
   * This request as values that stay, for looking at it after {@link Router#route} has returned.
   * Porty takes one itself when a router decides later and others stand behind it: they are asked
   * about the copy if the decision comes to a pass. It costs a copy of all that there is to see; to
   * be called while the view is open.
   *
   * @return empty for a kind of request that cannot be copied; one that is made of values answers
   *     itself
   */
  default Optional<RouteRequest> snapshot() {
    return Optional.empty();
  }
}
