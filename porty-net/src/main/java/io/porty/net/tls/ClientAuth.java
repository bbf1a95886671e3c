package io.porty.net.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Which certificates clients have to show, and who checks them.
 *
 * @param mode whether clients are asked
 * @param verifier checks what they show
 * @param issuers the names of accepted issuers, sent to clients as a hint (RFC 8446 section 4.2.4)
 * @param identity a digest of the rules: a session ticket is good only under the rules that it was
 *     issued under (CVE-2025-23419)
 */
public record ClientAuth(
    Mode mode, PeerVerifier verifier, List<X509Certificate> issuers, String identity) {

  /** Nobody is asked. */
  public static final ClientAuth NONE =
      new ClientAuth(
          Mode.NONE,
          chain -> {
            throw new RejectedCertificateException(
                RejectedCertificateException.Check.OTHER, "no certificate was asked for");
          },
          List.of(),
          "");

  /** Whether clients are asked for a certificate. */
  public enum Mode {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  public ClientAuth {
    issuers = List.copyOf(issuers);
  }
}
