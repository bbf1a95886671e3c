package io.porty.acme;

/** The authority was not content with the answer to a challenge. */
final class ChallengeException extends IssueException {

  private static final long serialVersionUID = 1;

  ChallengeException(String message) {
    super(message, null);
  }
}
