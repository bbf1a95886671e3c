package io.porty.engine.tls;

import io.porty.api.route.ClientHello;
import io.porty.engine.issued.TlsAnswers;
import io.porty.net.opening.TlsRules;
import io.porty.net.policy.HostPattern;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.Credential;
import io.porty.net.tls.KeyLog;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.ServerSettings;
import io.porty.net.tls.TicketKeys;
import io.porty.net.tls.TlsProvider;
import io.porty.net.tls.TlsVersion;
import java.security.SecureRandom;
import java.util.List;
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
  private final ServerContext context;

  /** Makes their context: not on an event loop. */
  ChallengeHandshakes(TlsAnswers answers, TlsProvider provider, @Nullable KeyLog keyLog) {
    this.answers = answers;
    this.context =
        provider.server(
            new ServerSettings(TlsVersion.TLS_1_2, PROTOCOLS, ClientAuth.NONE, oneKey(), keyLog));
  }

  /** Of nobody else: no ticket leads from a challenge to what listeners serve, nor back. */
  private static TicketKeys oneKey() {
    byte[] key = new byte[TicketKeys.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new TicketKeys(List.of(key));
  }

  /**
   * Null if a hello is about no challenge that is under way. On an event loop: waits for nobody.
   */
  TlsRules.@Nullable Serve find(ClientHello hello) {
    if (answers.isEmpty() || !hello.protocols().equals(PROTOCOLS)) {
      return null;
    }
    Credential found =
        hello.serverName().map(HostPattern::normalise).map(answers::find).orElse(null);
    return found == null ? null : new TlsRules.Serve(context, found, RULES);
  }

  void close() {
    context.close();
  }
}
