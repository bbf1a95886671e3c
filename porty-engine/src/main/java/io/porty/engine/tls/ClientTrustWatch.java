package io.porty.engine.tls;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.cert.CertificateProblem;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Looks at the files that certificates of clients are verified by, at all listeners. On the thread
 * that looks at certificate files.
 *
 * @param listeners which may change at any time
 * @param reloads counts files that were used
 * @param failedReloads counts files that could not be used
 * @param retire closes a context when no handshake can begin with it any more
 */
record ClientTrustWatch(
    Set<ListenerTls> listeners,
    LongAdder reloads,
    LongAdder failedReloads,
    Consumer<ServerContext> retire) {

  private static final Diagnostics LOG = Diagnostics.of(ClientTrustWatch.class);

  void poll(Instant now) {
    for (ListenerTls listener : listeners) {
      listener.contexts().all().forEach(one -> poll(one, now));
    }
  }

  private void poll(HandshakeContext one, Instant now) {
    for (CertificateProblem problem : one.look(now)) {
      LOG.warn(problem.isError() ? "client CA and CRL not reloaded: {}" : "{}", problem.text());
      if (problem.isError()) {
        failedReloads.increment();
      }
    }
    ServerContext before = one.refresh();
    if (before != null) {
      reloads.increment();
      LOG.info("client CA and CRL reloaded");
      retire.accept(before);
    }
  }
}
