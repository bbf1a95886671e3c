package io.porty.engine.config;

import io.porty.api.mode.ClientCertPart;
import io.porty.api.mode.ClientCertPolicy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Client certificates of a route, or of the listener that it names.
 *
 * @param servesTls whether the route is for connections with TLS
 * @param auth null if no certificate is asked for
 * @param forwarded what backends are told of a certificate
 */
public record ClientCertConfig(
    boolean servesTls, @Nullable ClientAuthConfig auth, Set<ClientCertPart> forwarded) {

  /** Of a route that says nothing about TLS. */
  static final ClientCertConfig PLAIN = new ClientCertConfig(false, null, Set.of());

  public ClientCertConfig {
    forwarded = Set.copyOf(forwarded);
  }

  /** Equal for equal rules; empty for none. */
  public String identity() {
    return auth == null ? "" : auth.identity();
  }

  /** What a mode sees of it. */
  public ClientCertPolicy policy() {
    return new ClientCertPolicy(servesTls, identity(), forwarded);
  }
}
