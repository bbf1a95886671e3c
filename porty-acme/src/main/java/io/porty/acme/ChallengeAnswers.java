package io.porty.acme;

import io.porty.api.tls.CertificateSink;
import java.security.KeyPair;
import java.time.Duration;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;

/** Proves to an authority that a host is served by this Porty. */
final class ChallengeAnswers {

  /** How long an authority may take to look. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final CertificateSink sink;

  ChallengeAnswers(CertificateSink sink) {
    this.sink = sink;
  }

  /**
   * Answers one challenge of an authorization and waits for the verdict.
   *
   * @throws IssueException if the authority does not offer it, or is not content
   */
  void prove(Authorization authorization, ChallengeKind kind)
      throws AcmeException, IssueException, InterruptedException {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    if (kind == ChallengeKind.HTTP_01) {
      Http01Challenge http =
          authorization.findChallenge(Http01Challenge.class).orElseThrow(() -> none(kind));
      try (CertificateSink.Challenge answered =
          sink.answerHttp(http.getToken(), http.getAuthorization())) {
        await(authorization, http, kind);
      }
    } else {
      TlsAlpn01Challenge tls =
          authorization.findChallenge(TlsAlpn01Challenge.class).orElseThrow(() -> none(kind));
      KeyPair keys = EcKeys.generate();
      try (CertificateSink.Challenge answered =
          sink.answerTls(
              authorization.getIdentifier().getDomain(),
              ChallengeCertificate.of(
                  keys, authorization.getIdentifier().getDomain(), tls.getAcmeValidation()),
              keys.getPrivate())) {
        await(authorization, tls, kind);
      }
    }
  }

  private static IssueException none(ChallengeKind kind) {
    return new ChallengeException("the authority offers no " + kind.text() + " challenge");
  }

  private static void await(Authorization authorization, Challenge challenge, ChallengeKind kind)
      throws AcmeException, IssueException, InterruptedException {
    challenge.trigger();
    Status status = authorization.waitForCompletion(LIMIT);
    if (status == Status.VALID) {
      return;
    }
    challenge.fetch();
    throw new ChallengeException(
        kind.text()
            + (status == Status.INVALID
                ? " failed: " + Problems.text(challenge.getError().orElse(null))
                : " was not decided within " + LIMIT.toSeconds() + " s"));
  }
}
