package io.porty.acme;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The authority does not answer, wants to be left alone, or does not know the account: whatever
 * else it is asked now fails, too.
 */
final class AuthorityUnavailableException extends IssueException {

  private static final long serialVersionUID = 1;

  AuthorityUnavailableException(String message, @Nullable Instant retryAfter) {
    super(message, retryAfter);
  }
}
