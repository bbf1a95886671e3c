package io.porty.net.tls.cert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at certificate files came to.
 *
 * @param replaced how many identities differ from the ones before
 * @param refused how many have mistakes that are reported now
 * @param identities in the order of the specs; null where there never was a good one
 * @param problems to be reported now; each is reported once
 */
public record CertificateUpdate(
    int replaced,
    int refused,
    List<@Nullable Identity> identities,
    List<CertificateProblem> problems) {

  /** Whether an identity differs from the one before. */
  public boolean changed() {
    return replaced > 0;
  }
}
