package io.porty.net.tls.cert;

import java.time.Instant;

/**
 * One pass over certificate files.
 *
 * @param now for the checks of dates
 * @param proof what is verified
 * @param permissions who else may read and write them; each folder is looked at once
 */
record Pass(Instant now, Proof proof, FilePermissions permissions) {

  static Pass of(Instant now, Proof proof) {
    return new Pass(now, proof, new FilePermissions());
  }
}
