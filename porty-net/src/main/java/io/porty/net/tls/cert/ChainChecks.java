package io.porty.net.tls.cert;

import io.porty.net.tls.cert.IdentitySpec.Purpose;
import io.porty.net.tls.der.Oids;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Checks a chain and its key before they are used: all problems in one pass. */
final class ChainChecks {

  private final String file;
  private final List<ChainLink> chain;
  private final Proof proof;
  private final CertificateProblems problems;

  /** The first one is not the leaf. */
  private boolean misplaced;

  /**
   * @param file of the certificates
   * @param chain as the file has it, at least one
   */
  ChainChecks(String file, List<ChainLink> chain, Proof proof, CertificateProblems problems) {
    this.file = file;
    this.chain = chain;
    this.proof = proof;
    this.problems = problems;
  }

  private ChainLink leaf() {
    return chain.get(0);
  }

  /** The private key is the leaf's. */
  void key(PrivateKey key, String keyFile) {
    if (KeyMatch.matches(key, leaf().certificate(), proof)) {
      return;
    }
    for (ChainLink link : chain.subList(1, chain.size())) {
      if (KeyMatch.matches(key, link.certificate(), proof)) {
        misplaced = true;
        error(
            link,
            "is the certificate of the key in " + keyFile + ", but not the first in the file",
            "order the file: the certificate of the key first, then each one's issuer");
        return;
      }
    }
    problems.error(
        keyFile,
        0,
        "does not belong to the certificate in " + file + " (" + leaf().subject() + ")",
        "name the key that the certificate was made for");
  }

  /** Each certificate is signed by the next. */
  void signatures() {
    for (int i = 0; i + 1 < chain.size(); i++) {
      ChainLink issued = chain.get(i);
      ChainLink issuer = chain.get(i + 1);
      if (!isSignedBy(issued.certificate(), issuer.certificate())) {
        boolean order =
            isIssuer(issuer, issued)
                || chain.stream().anyMatch(l -> !l.equals(issued) && isIssuer(issued, l));
        error(
            issuer,
            "did not sign the certificate before it (" + issued.subject() + ")",
            order
                ? "order the file: the leaf first, then each one's issuer"
                : "put the certificate of " + issued.issuer() + " there");
      }
    }
  }

  private boolean isIssuer(ChainLink issued, ChainLink issuer) {
    return isSignedBy(issued.certificate(), issuer.certificate());
  }

  private boolean isSignedBy(X509Certificate issued, X509Certificate issuer) {
    if (!CertificateFacts.namesIssuer(issued, issuer)) {
      return false;
    }
    if (proof == Proof.IDENTIFIERS && KeyIdentifiers.match(issued, issuer)) {
      return true;
    }
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Keys are long enough, signatures use no broken hash. */
  void strength() {
    for (ChainLink link : chain) {
      String key = Weakness.ofKey(link.certificate());
      if (key != null) {
        error(link, "has " + key, "have it made anew with EC P-256 or RSA of 2048 bits or more");
      }
      String signature = Weakness.ofSignature(link.certificate());
      if (signature != null) {
        error(link, "has " + signature, "have it made anew with SHA-256");
      }
    }
  }

  /** A server's certificate has names where clients look for them. */
  void names(SubjectNames names, Purpose purpose) {
    if (purpose == Purpose.CLIENT || misplaced) {
      return;
    }
    if (names.isEmpty()) {
      error(
          leaf(),
          "has no subjectAltName with a host or an address",
          "have it made anew with subjectAltName; clients do not look at CN");
      return;
    }
    String common = CommonName.of(leaf().certificate());
    if (common == null || names.dns().contains(SubjectNames.normalised(common))) {
      return;
    }
    String host = CommonName.host(common);
    if (host != null) {
      warning(
          leaf(),
          "has CN=" + host + " without a subjectAltName for it",
          "have it made anew if " + host + " is to be served; clients do not look at CN");
    }
  }

  /** Who sees it accepts it for that: by its extended key usage, if it has any. */
  void purpose(Purpose purpose) {
    boolean client = purpose == Purpose.CLIENT;
    if (!misplaced
        && !CertificateFacts.allows(
            leaf().certificate(), client ? Oids.CLIENT_AUTH : Oids.SERVER_AUTH)) {
      warning(
          leaf(),
          "is not for " + (client ? "clientAuth" : "serverAuth") + " (extended key usage)",
          (client ? "backends" : "clients") + " refuse it; have it made anew for that");
    }
  }

  /** Each one is in its time. */
  void dates(Instant now) {
    for (ChainLink link : chain) {
      Instant from = link.certificate().getNotBefore().toInstant();
      Instant to = link.certificate().getNotAfter().toInstant();
      if (now.isAfter(to)) {
        warning(link, "expired at " + to, "renew it");
      } else if (now.isBefore(from)) {
        warning(link, "is not valid before " + from, "check the clock of this machine");
      }
    }
  }

  /** What clients need is there, and nothing besides. */
  void completeness() {
    ChainLink last = chain.get(chain.size() - 1);
    if (chain.size() > 1 && last.isRoot()) {
      warning(last, "is a root, which clients have or do not trust", "remove it from the file");
    }
    // A private authority often issues without an intermediate, and names no place of its own.
    if (chain.size() == 1
        && !last.isRoot()
        && CertificateFacts.namesIssuersPlace(last.certificate())) {
      warning(
          last,
          "is issued by " + last.issuer() + ", which is not in the file",
          "append the intermediate (often the file is called fullchain.pem); without it many"
              + " clients refuse");
    }
  }

  private void error(ChainLink link, String message, String remedy) {
    problems.error(file, link.line(), message, remedy);
  }

  private void warning(ChainLink link, String message, String remedy) {
    problems.warning(file, link.line(), message, remedy);
  }
}
