package io.porty.engine.tls;

import io.porty.engine.config.ClientAuthConfig;
import io.porty.net.tls.ClientAuth;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.verify.ClientTrust;
import io.porty.net.tls.verify.Rejections;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The context of one set of rules for client certificates at one address. It is made anew when its
 * files have changed, so that tickets of before are not accepted (CVE-2025-23419). Handshakes take
 * it from any thread; everything else is on the thread that looks at files.
 */
final class HandshakeContext {

  private final String rules;
  private final @Nullable ClientAuthConfig config;
  private final Function<ClientAuth, ServerContext> contexts;
  private ClientTrust.@Nullable State used;
  private volatile ServerContext context;
  private boolean closed;

  /**
   * @param rules their identity
   * @param config null if no certificate is asked for
   * @param contexts makes contexts of the address
   */
  HandshakeContext(
      String rules,
      @Nullable ClientAuthConfig config,
      Function<ClientAuth, ServerContext> contexts) {
    this.rules = rules;
    this.config = config;
    this.contexts = contexts;
    this.used = config == null ? null : config.trust().state();
    this.context = contexts.apply(clients(config, used));
  }

  private static ClientAuth clients(
      @Nullable ClientAuthConfig config, ClientTrust.@Nullable State state) {
    if (config == null) {
      return ClientAuth.NONE;
    }
    if (state == null) {
      throw new IllegalStateException("client_ca was not read");
    }
    InstantSource clock = InstantSource.system();
    return new ClientAuth(
        config.mode(),
        chain -> Rejections.check(state.verifier().verify(chain, clock.instant())),
        state.anchors().all(),
        config.mode() + " " + state.digest());
  }

  String rules() {
    return rules;
  }

  ServerContext context() {
    return context;
  }

  /** Looks at its files; what is wrong with them is to be reported. */
  List<CertificateProblem> look(Instant now) {
    return config == null ? List.of() : config.trust().poll(now);
  }

  /**
   * Uses what its files have now.
   *
   * @return the context that was replaced, to be closed when no handshake can begin with it any
   *     more; null if nothing has changed
   */
  synchronized @Nullable ServerContext refresh() {
    if (closed) {
      return null;
    }
    ClientTrust.State current = config == null ? null : config.trust().state();
    if (current == null || used == null || current.digest().equals(used.digest())) {
      return null;
    }
    ServerContext before = context;
    context = contexts.apply(clients(config, current));
    used = current;
    return before;
  }

  /** No handshake begins any more. On any thread. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      context.close();
    }
  }
}
