package io.porty.engine.tls;

import io.porty.api.route.ClientHello;
import io.porty.engine.issued.TlsAnswers;
import io.porty.net.opening.TlsRules;
import io.porty.net.policy.HostPattern;
import io.porty.net.tls.Credential;
import io.porty.net.tls.ServerContext;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes by which an authority looks at the answer to its challenge (RFC 8737): for a host
 * whose challenge is under way, with no other protocol than {@code acme-tls/1}. Nothing follows
 * them. For all event loops of one listening address.
 */
final class ChallengeHandshakes {

  /** The application protocol of these handshakes. */
  static final String PROTOCOL = "acme-tls/1";

  /** In the place of the identity of rules for client certificates, which never looks like it. */
  static final String RULES = "challenge " + PROTOCOL;

  private static final List<String> PROTOCOLS = List.of(PROTOCOL);

  private final TlsAnswers answers;
  private final Supplier<ServerContext> contexts;
  private @Nullable ServerContext context;
  private boolean closed;

  /**
   * @param contexts makes the context, whose only protocol is {@link #PROTOCOL}
   */
  ChallengeHandshakes(TlsAnswers answers, Supplier<ServerContext> contexts) {
    this.answers = answers;
    this.contexts = contexts;
  }

  /** Null if a hello is about no challenge that is under way. */
  TlsRules.@Nullable Serve find(ClientHello hello) {
    if (answers.isEmpty() || !hello.protocols().equals(PROTOCOLS)) {
      return null;
    }
    Credential found =
        hello.serverName().map(HostPattern::normalise).map(answers::find).orElse(null);
    ServerContext one = found == null ? null : context();
    return found == null || one == null ? null : new TlsRules.Serve(one, found, RULES);
  }

  private synchronized @Nullable ServerContext context() {
    ServerContext known = context;
    if (known == null && !closed) {
      known = contexts.get();
      context = known;
    }
    return known;
  }

  synchronized void close() {
    closed = true;
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
