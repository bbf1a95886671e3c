package io.porty.api.mode;

import io.porty.api.route.Decision;
import io.porty.api.route.RouteAnswer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A pending asynchronous decision ({@link RouteAnswer.Async}), delivered once on the event loop
 * unless it is cancelled. For one event loop.
 *
 * @since 0.2
 */
public final class PendingDecision {

  private boolean cancelled;

  private PendingDecision() {}

  /**
   * Waits for the decision.
   *
   * @param later the router's answer
   * @param loop the event loop
   * @param then called with the decision, on the event loop
   * @return a handle for cancelling
   */
  public static PendingDecision await(
      RouteAnswer.Async later, Executor loop, Consumer<Decision> then) {
    PendingDecision pending = new PendingDecision();
    later.decision().thenAccept(decision -> loop.execute(() -> pending.deliver(decision, then)));
    return pending;
  }

  private void deliver(Decision decision, Consumer<Decision> then) {
    if (!cancelled) {
      then.accept(decision);
    }
  }

  /** Cancels the delivery. */
  public void cancel() {
    cancelled = true;
  }
}
