package io.porty.api.mode;

import io.porty.api.TlsSession;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which connections a route may be reached over, by the rules for client certificates that their
 * handshakes were held under, and what its backends are told of a certificate. Immutable.
 *
 * <p>A handshake is held under the rules of the name that the client asked for, and a request may
 * name another host. A mode that finds a route by more than the connection serves it only if {@link
 * #admits} says so; HTTP answers 421 else (RFC 9110 section 15.5.20).
 *
 * @param servesTls whether the route is for connections with TLS
 * @param rules identity of its rules, as {@link TlsSession#rules}; empty if no certificate is asked
 *     for
 * @param forwarded what backends are told
 * @since 0.2
 */
public record ClientCertPolicy(boolean servesTls, String rules, Set<ClientCertPart> forwarded) {

  /** No certificate is asked for, and none is forwarded. */
  public static final ClientCertPolicy NONE = new ClientCertPolicy(true, "", Set.of());

  /**
   * Copies the set.
   *
   * @param servesTls whether the route is for connections with TLS
   * @param rules identity of its rules
   * @param forwarded what backends are told
   */
  public ClientCertPolicy {
    forwarded = Set.copyOf(forwarded);
  }

  /**
   * Tells whether the route may be reached over a connection.
   *
   * @param session of its handshake; null for a connection without TLS
   * @return whether both have the same rules
   */
  public boolean admits(@Nullable TlsSession session) {
    return session == null ? rules.isEmpty() : servesTls && rules.equals(session.rules());
  }
}
