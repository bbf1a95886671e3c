package io.porty.api.mode;

import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A decision that comes later ({@link RouteAnswer.Async}): heard once on the event loop, or never
 * if whoever asked does not need it any more. On that loop, but for the router's own call.
 *
 * @since 0.2
 */
public final class PendingDecision {

  private boolean cancelled;

  private PendingDecision() {}

  /**
   * Waits for the decision.
   *
   * @param loop the event loop
   * @param then hears the decision on it
   */
  public static PendingDecision await(
      RouteAnswer.Async later, Executor loop, Consumer<Decision> then) {
    PendingDecision pending = new PendingDecision();
    later.decision().thenAccept(decision -> loop.execute(() -> pending.come(decision, then)));
    return pending;
  }

  private void come(Decision decision, Consumer<Decision> then) {
    if (!cancelled) {
      then.accept(decision);
    }
  }

  /** Nobody waits for it any more. */
  public void cancel() {
    cancelled = true;
  }
}
