package io.porty.engine.tls;

import io.porty.net.diagnostics.Diagnostics;
import io.porty.net.tls.local.LocalAuthorityException;
import io.porty.net.tls.local.LocalCertificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Renews the certificate of the local authority in time. */
final class LocalRenewal {

  private static final Diagnostics LOG = Diagnostics.of(LocalRenewal.class);

  /**
   * @param local null if none is configured
   * @return whether it has changed
   */
  static boolean renew(@Nullable LocalCertificate local, Instant now) {
    try {
      return local != null && local.renew(now);
    } catch (LocalAuthorityException e) {
      LOG.warn("certificate not renewed: {}", e.getMessage());
      return false;
    }
  }

  private LocalRenewal() {}
}
