package io.porty.engine.issued;

import io.porty.net.tls.cert.Identity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What there is for a host.
 *
 * @param identity null if there is no certificate yet
 * @param problem of the last attempt; empty if it succeeded, or there was none
 * @param nextAttempt after a problem; null if none is planned
 */
public record IssueState(
    @Nullable Identity identity, String problem, @Nullable Instant nextAttempt) {

  static final IssueState NONE = new IssueState(null, "", null);
}
