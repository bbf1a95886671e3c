package io.porty.api.route;

import java.util.concurrent.CompletionStage;

/** What a router answers: a {@link Decision} now, or one later. */
public sealed interface RouteAnswer permits Decision, RouteAnswer.Later {

  /**
   * A decision that is still being made. The request waits, reading paused, at most as long as the
   * route's {@code timeout_seconds}; the stage may complete on any thread.
   */
  record Later(CompletionStage<Decision> decision) implements RouteAnswer {}
}
