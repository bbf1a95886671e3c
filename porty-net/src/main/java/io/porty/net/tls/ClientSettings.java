package io.porty.net.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the handshakes with the backends of one route have in common. Immutable.
 *
 * @param protocols application protocols that are offered (RFC 7301); empty for none
 * @param credential Porty's own certificate, for backends that ask for one; null without one
 * @param keyLog gets the secrets of handshakes; null for nobody
 */
public record ClientSettings(
    List<String> protocols, @Nullable Credential credential, @Nullable KeyLog keyLog) {

  public ClientSettings {
    protocols = List.copyOf(protocols);
  }
}
