package io.porty.engine.config;

import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.verify.ClientTrust;

/**
 * Which certificates clients have to show: the keys {@code client_auth}, {@code client_ca} and
 * {@code client_crl}.
 *
 * @param mode not NONE
 * @param trust the files
 */
public record ClientAuthConfig(ClientAuth.Mode mode, ClientTrust trust) {

  /**
   * Equal for equal rules: what a connection keeps of its handshake. By the files and not by what
   * they have, so that a new revocation list does not cut off the connections that are open.
   */
  public String identity() {
    return mode + "\n" + trust.paths();
  }
}
