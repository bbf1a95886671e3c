package io.porty.net.opening;

import io.porty.api.route.ClientHello;
import io.porty.net.tls.Credential;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.TlsFailure;

/**
 * Which certificate a client gets, and under which rules. Of one configuration of a listener;
 * thread-safe.
 */
public interface TlsRules {

  /** What a hello leads to. */
  sealed interface Choice {}

  /**
   * The handshake is held with these.
   *
   * @param clientRules identity of the rules for client certificates, for the session's record
   */
  record Serve(ServerContext context, Credential credential, String clientRules)
      implements Choice {}

  /** The connection is not opened: whoever listens gets it with the bytes of the hello. */
  record PassThrough() implements Choice {}

  /**
   * The client is sent a fatal alert.
   *
   * @param alert its number (RFC 8446 section 6)
   */
  record Refuse(int alert, TlsFailure failure) implements Choice {}

  /**
   * @param hello complete
   */
  Choice choose(ClientHello hello);

  /** Of the listener's full handshakes; the same for each of its configurations. */
  HandshakeRate rate();
}
