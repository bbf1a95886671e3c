package io.porty.engine.tls;

import io.porty.engine.config.ConfiguredCertificates;
import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.tls.ServerContext;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Looks at the files of certificates and of client CAs, has changed ones used, and warns of
 * certificates that expire. On the thread that looks at certificate files; the counts are for any
 * thread.
 */
public final class CertificateReload {

  private static final Diagnostics LOG = Diagnostics.of(CertificateReload.class);

  private final LongAdder reloads = new LongAdder();
  private final LongAdder failedReloads = new LongAdder();
  private final ClientTrustWatch clientTrust;
  private final ExpiryWarnings expiry = new ExpiryWarnings(text -> LOG.warn("{}", text));
  private final Consumer<ConfiguredCertificates> use;

  /**
   * @param listeners which may change at any time
   * @param use has handshakes that begin from now on use changed certificates
   * @param retire closes a context when no handshake can begin with it any more
   */
  CertificateReload(
      Set<ListenerTls> listeners,
      Consumer<ConfiguredCertificates> use,
      Consumer<ServerContext> retire) {
    this.clientTrust = new ClientTrustWatch(listeners, reloads, failedReloads, retire);
    this.use = use;
  }

  /** Waits for the disk. */
  void poll(ConfiguredCertificates all, Instant now) {
    try {
      clientTrust.poll(Instant.now());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("looking at client CAs failed", e);
      failedReloads.increment();
    }
    CertificateUpdate update = all.files().poll(Instant.now());
    for (CertificateProblem problem : update.problems()) {
      LOG.warn(problem.isError() ? "certificate not reloaded: {}" : "{}", problem.text());
    }
    failedReloads.add(update.refused());
    boolean renewed = LocalRenewal.renew(all.local(), now);
    if (renewed || update.changed()) {
      use.accept(all);
      reloads.add(update.replaced() + (renewed ? 1L : 0L));
      LOG.info("certificates reloaded");
    }
    expiry.check(CertificateStatus.of(all.identities()), now);
  }

  /** The provider refuses certificates, whose former ones stay in use. */
  void refused(List<String> problems) {
    for (String problem : problems) {
      LOG.warn("certificate not reloaded: {}", problem);
      failedReloads.increment();
    }
  }

  /** How often changed files were used. */
  public long reloads() {
    return reloads.sum();
  }

  /** How often changed files could not be used. */
  public long failedReloads() {
    return failedReloads.sum();
  }
}
