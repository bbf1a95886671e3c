package io.porty.net.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the handshakes of one listener have in common. Immutable.
 *
 * @param minVersion the lowest version
 * @param protocols application protocols, the preferred one first; empty if none is negotiated
 * @param clients who has to show a certificate
 * @param ticketKeys encrypt session tickets
 * @param keyLog gets the secrets of handshakes; null for nobody
 */
public record ServerSettings(
    TlsVersion minVersion,
    List<String> protocols,
    ClientAuth clients,
    TicketKeys ticketKeys,
    @Nullable KeyLog keyLog) {

  public ServerSettings {
    protocols = List.copyOf(protocols);
  }
}
