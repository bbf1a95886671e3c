package io.porty.load.tls;

import java.nio.file.Path;

/** Which servers a load trusts. */
public sealed interface LoadTrust {

  /** Those whose certificate an authority of the system has issued for the host of the URL. */
  record System() implements LoadTrust {}

  /**
   * Those whose certificate has been issued by one of these authorities, and no other, for the host
   * of the URL.
   *
   * @param file PEM
   */
  record Authorities(Path file) implements LoadTrust {}

  /** All: nothing is verified. */
  record Anybody() implements LoadTrust {}
}
