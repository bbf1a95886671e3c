package io.porty.api.route;

import io.porty.api.PortyImplements;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * What a router answers: a {@link Decision} now, one later, or that it needs to see more.
 *
 * @since 0.1
 */
@PortyImplements
public sealed interface RouteAnswer permits Decision, RouteAnswer.Async, RouteAnswer.NeedMoreBytes {

  /**
   * The decision will come; for work that waits.
   *
   * @param decision a decision that comes later; never null
   * @return the answer
   */
  static RouteAnswer async(CompletionStage<Decision> decision) {
    return new Async(decision);
  }

  /**
   * Ask again when the client has sent more: {@link TcpRouteRequest}.
   *
   * @return the answer
   */
  static RouteAnswer needMoreBytes() {
    return NeedMoreBytes.INSTANCE;
  }

  /**
   * A decision that is still being made. The request waits, reading paused, at most as long as the
   * route's {@code timeout_seconds}; the stage may complete on any thread. If it comes to a pass,
   * the routers behind are asked, on that thread, about a {@link RouteRequest#snapshot} of the
   * request.
   *
   * @param decision comes to a decision; never null
   */
  record Async(CompletionStage<Decision> decision) implements RouteAnswer {
    /**
     * Checks that there is a stage.
     *
     * @param decision a decision that comes later; never null
     */
    public Async {
      Objects.requireNonNull(decision, "an Async answer without a stage");
    }
  }

  /** Not yet; an answer for TCP only, elsewhere a pass. */
  record NeedMoreBytes() implements RouteAnswer {
    static final NeedMoreBytes INSTANCE = new NeedMoreBytes();
  }
}
