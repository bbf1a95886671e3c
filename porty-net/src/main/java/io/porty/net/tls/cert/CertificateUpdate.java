package io.porty.net.tls.cert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at certificate files came to.
 *
 * @param changed whether an identity differs from the one before
 * @param identities in the order of the specs; null where there never was a good one
 * @param problems to be reported now; each is reported once
 */
public record CertificateUpdate(
    boolean changed, List<@Nullable Identity> identities, List<CertificateProblem> problems) {

  /** Whether a certificate could not be used. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(CertificateProblem::isError);
  }
}
