package io.porty.net.tls;

import java.util.List;

/**
 * What the handshakes of one listener have in common. Immutable.
 *
 * @param minVersion the lowest version
 * @param protocols application protocols, the preferred one first; empty if none is negotiated
 * @param clients who has to show a certificate
 * @param ticketKeys encrypt session tickets
 */
public record ServerSettings(
    TlsVersion minVersion, List<String> protocols, ClientAuth clients, TicketKeys ticketKeys) {

  public ServerSettings {
    protocols = List.copyOf(protocols);
  }
}
