package io.porty.net.tls.cert;

import java.time.Instant;

/**
 * Reads the files of certificates and checks what they have, all problems of one in one pass. Waits
 * for disks and computes for a while: never on an event loop. For several threads at once.
 */
public final class IdentityReader {

  private final CertificateParser parser;

  /**
   * @param parser which shares the certificates of authorities
   */
  public IdentityReader(CertificateParser parser) {
    this.parser = parser;
  }

  /**
   * @param now for the checks of dates
   */
  public LoadedIdentity read(IdentitySpec spec, Instant now) {
    return read(spec, Pass.of(now, Proof.SIGNATURES));
  }

  LoadedIdentity read(IdentitySpec spec, Pass pass) {
    CertificateProblems problems = new CertificateProblems();
    Identity identity = new IdentityReading(parser, spec, pass, problems).read();
    return new LoadedIdentity(problems.hasErrors() ? null : identity, problems.list());
  }
}
