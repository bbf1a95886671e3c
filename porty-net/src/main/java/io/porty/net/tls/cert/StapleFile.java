package io.porty.net.tls.cert;

import io.porty.net.tls.der.DerException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An OCSP answer beside a certificate. What is wrong with it is a warning: Porty serves without.
 */
final class StapleFile {

  private static final String FETCH = "fetch it again: openssl ocsp -respout FILE ...";

  static @Nullable OcspStaple read(
      Path file, X509Certificate leaf, Instant now, CertificateProblems problems) {
    CertificateProblems reading = new CertificateProblems();
    byte[] der = FileBytes.read(file, FileBytes.MAX_PAIR, reading);
    if (der == null) {
      reading.list().forEach(p -> problems.warning(p.file(), 0, p.message(), p.remedy()));
      return null;
    }
    try {
      OcspStaple staple = OcspStaple.parse(der, leaf);
      if (!staple.isValid(now)) {
        boolean late = !now.isBefore(staple.validUntil());
        problems.warning(
            file.toString(),
            0,
            late
                ? "is an OCSP answer that ended at " + staple.validUntil()
                : "is an OCSP answer that begins at " + staple.thisUpdate(),
            late ? FETCH : "check the clock of this machine");
      }
      return staple;
    } catch (DerException e) {
      problems.warning(file.toString(), 0, "is no OCSP answer to staple: " + e.getMessage(), FETCH);
      return null;
    }
  }

  private StapleFile() {}
}
