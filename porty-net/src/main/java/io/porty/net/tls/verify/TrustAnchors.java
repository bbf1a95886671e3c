package io.porty.net.tls.verify;

import io.porty.net.tls.cert.CertificateParser;
import io.porty.net.tls.cert.CertificateProblems;
import io.porty.net.tls.cert.FileBytes;
import io.porty.net.tls.cert.Fingerprint;
import io.porty.net.tls.cert.PemBlock;
import io.porty.net.tls.cert.PemReader;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Authorities that are trusted, by their names. Immutable, for any thread. */
public final class TrustAnchors {

  private final List<X509Certificate> all;
  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();

  /**
   * @param authorities roots, or intermediates where no more shall be trusted
   */
  public TrustAnchors(List<X509Certificate> authorities) {
    all = authorities.stream().distinct().toList();
    for (X509Certificate one : all) {
      bySubject.computeIfAbsent(one.getSubjectX500Principal(), s -> new ArrayList<>()).add(one);
    }
  }

  /**
   * Reads a bundle in PEM. Waits for the disk.
   *
   * @param problems gets a certificate that cannot be read, an empty file, and what has expired
   */
  public static TrustAnchors read(
      Path file, CertificateParser parser, Instant now, CertificateProblems problems) {
    String name = file.toString();
    List<X509Certificate> found = new ArrayList<>();
    byte[] bytes = FileBytes.read(file, FileBytes.MAX_BUNDLE, problems);
    if (bytes == null) {
      return new TrustAnchors(found);
    }
    for (PemBlock block : PemReader.read(name, bytes, problems)) {
      if (block.label().equals(PemBlock.CERTIFICATE)) {
        try {
          X509Certificate one = parser.parse(block.der());
          found.add(one);
          Instant to = one.getNotAfter().toInstant();
          if (now.isAfter(to)) {
            problems.warning(name, block.line(), "expired at " + to, "remove or replace it");
          }
        } catch (CertificateException e) {
          problems.error(
              name, block.line(), "is not a certificate", "the file is damaged; copy it again");
        }
      }
    }
    if (found.isEmpty() && !problems.hasErrors()) {
      problems.error(
          name, 0, "has no certificate", "it must have blocks \"-----BEGIN CERTIFICATE-----\"");
    }
    return new TrustAnchors(found);
  }

  public List<X509Certificate> all() {
    return all;
  }

  boolean contains(X509Certificate certificate) {
    return named(certificate.getSubjectX500Principal()).contains(certificate);
  }

  List<X509Certificate> named(X500Principal subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  /** SHA-256 over all of them in their order: what tickets are bound to. */
  public byte[] digest() {
    StringBuilder prints = new StringBuilder();
    all.forEach(one -> prints.append(Fingerprint.sha256(one)));
    return Fingerprint.digest(
        prints.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
