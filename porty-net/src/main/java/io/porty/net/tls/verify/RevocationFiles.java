package io.porty.net.tls.verify;

import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.FileBytes;
import io.porty.net.tls.cert.PemBlock;
import io.porty.net.tls.cert.PemReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Reads revocation lists from files: PEM with one or several, or DER with one. */
public final class RevocationFiles {

  private static final int DER_SEQUENCE = 0x30;
  private static final String AGAIN = "fetch it again from its authority";

  /**
   * The lists of one file. Waits for the disk.
   *
   * @param problems gets lists that cannot be used as errors, one past its nextUpdate as a warning
   */
  public static List<X509CRL> read(Path file, Instant now, CertificateProblems problems) {
    String name = file.toString();
    List<X509CRL> lists = new ArrayList<>();
    byte[] bytes = FileBytes.read(file, FileBytes.MAX_BUNDLE, problems);
    if (bytes == null) {
      return lists;
    }
    List<PemBlock> blocks =
        bytes.length > 0 && bytes[0] == DER_SEQUENCE
            ? List.of(new PemBlock(PemBlock.CRL, bytes, 0, false))
            : PemReader.read(name, bytes, problems);
    for (PemBlock block : blocks) {
      if (block.label().equals(PemBlock.CRL)) {
        parse(name, block, now, problems, lists);
      }
    }
    if (lists.isEmpty() && !problems.hasErrors()) {
      problems.error(name, 0, "has no revocation list", "it must be DER, or PEM with X509 CRL");
    }
    return lists;
  }

  private static void parse(
      String file, PemBlock block, Instant now, CertificateProblems problems, List<X509CRL> lists) {
    X509CRL list;
    try {
      list =
          (X509CRL)
              CertificateFactory.getInstance("X.509")
                  .generateCRL(new ByteArrayInputStream(block.der()));
    } catch (GeneralSecurityException | RuntimeException e) {
      problems.error(file, block.line(), "is not a revocation list", AGAIN);
      return;
    }
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (critical != null && !critical.isEmpty()) {
      problems.error(
          file,
          block.line(),
          "is a delta, indirect or partial revocation list",
          "use the complete list of the authority");
      return;
    }
    Date next = list.getNextUpdate();
    if (next == null || !now.isBefore(next.toInstant())) {
      problems.warning(
          file,
          block.line(),
          (next == null ? "has no nextUpdate" : "ended at " + next.toInstant())
              + ": all certificates of its authority are refused",
          AGAIN);
    }
    lists.add(list);
  }

  private RevocationFiles() {}
}
