package io.porty.net.tls.verify;

import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblem;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.FileSnapshot;
import io.porty.net.tls.cert.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that certificates of clients are verified by: authorities, and revocation lists. Read
 * at first, and again whenever they have changed. Files that have become bad change nothing: the
 * last good ones stay, and why is said once. {@link #poll} waits for the disk: one thread at a
 * time, never an event loop; {@link #state} is for any thread.
 */
public final class ClientTrust {

  private final Path authorities;
  private final List<Path> lists;
  private final List<Path> files;
  private final RevocationWarnings warnings = new RevocationWarnings();
  private @Nullable FileSnapshot seen;
  private volatile @Nullable State state;

  /**
   * What the files have.
   *
   * @param anchors accepted issuers
   * @param verifier made of them
   * @param digest of the content, as hexadecimal text
   */
  public record State(TrustAnchors anchors, ClientVerifier verifier, String digest) {}

  /**
   * @param authorities PEM bundle
   * @param lists PEM or DER; empty for none
   */
  public ClientTrust(Path authorities, List<Path> lists) {
    this.authorities = authorities;
    this.lists = List.copyOf(lists);
    this.files = new ArrayList<>(lists);
    files.add(authorities);
  }

  /** The files, as text: equal for equal files, whatever they have. */
  public String paths() {
    StringBuilder text = new StringBuilder(authorities.toAbsolutePath().normalize().toString());
    lists.forEach(list -> text.append('\n').append(list.toAbsolutePath().normalize()));
    return text.toString();
  }

  /** The last good state; null if there never was one. */
  public @Nullable State state() {
    return state;
  }

  /**
   * Reads the files if they have changed since they were read last.
   *
   * @return what is to be reported now: mistakes of new content, each once, and lists that end
   */
  public List<CertificateProblem> poll(Instant now) {
    FileSnapshot current = FileSnapshot.of(files);
    CertificateProblems problems = new CertificateProblems();
    if (!current.equals(seen)) {
      seen = current;
      read(now, problems);
    }
    warnings.check(now, problems);
    return problems.list();
  }

  private void read(Instant now, CertificateProblems problems) {
    TrustAnchors anchors = TrustAnchors.read(authorities, new CertificateParser(), now, problems);
    List<X509CRL> all = new ArrayList<>();
    RevocationWarnings.Found found = new RevocationWarnings.Found();
    for (Path file : lists) {
      for (X509CRL one : RevocationFiles.read(file, now, problems)) {
        all.add(one);
        found.add(file, one);
      }
    }
    if (problems.hasErrors()) {
      return;
    }
    warnings.use(found, now);
    state =
        new State(
            anchors,
            new ClientVerifier(anchors, lists.isEmpty() ? null : new RevocationLists(all)),
            digest(anchors, all));
  }

  private static String digest(TrustAnchors anchors, List<X509CRL> lists) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(anchors.digest());
    for (X509CRL list : lists) {
      try {
        content.writeBytes(Fingerprint.digest(list.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("a revocation list without an encoding", e);
      }
    }
    return HexFormat.of().formatHex(Fingerprint.digest(content.toByteArray()));
  }
}
