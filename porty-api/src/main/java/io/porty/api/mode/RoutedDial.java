package io.porty.api.mode;

import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the target of a decision, and to its fallbacks in turn if that fails. Each is tried
 * once, the last one with all of the route's attempts. Reusable for the next decision. For one
 * event loop.
 *
 * @since 0.2
 */
public final class RoutedDial {

  /** Connects to one target, by a dialer or by a pool. */
  @PluginImplements
  public interface Connector {

    /**
     * Begins to connect. On failure the connector calls {@link RoutedDial#failed}, which may be
     * before this returns.
     *
     * @param to the target to connect to
     * @param onlyOnce whether one round of attempts is enough, because there is another target
     */
    void connect(Decision.To to, boolean onlyOnce);
  }

  /** Told which targets could not be connected to. */
  @PluginImplements
  public interface Listener {

    /**
     * A target could not be connected to, and the next one is tried.
     *
     * @param failed the target that failed
     * @param why the failure
     * @param next the target that is tried now
     */
    void failedOver(Decision.To failed, Failure why, Decision.To next);

    /**
     * No target could be connected to.
     *
     * @param failure why the last one failed
     * @param last the target that was tried last
     */
    void failed(Failure failure, Decision.To last);
  }

  private final Connector connector;
  private final Listener listener;
  private Decision.@Nullable To now;

  /**
   * For any number of decisions, one after another.
   *
   * @param connector connects to one target
   * @param listener told of failures
   */
  public RoutedDial(Connector connector, Listener listener) {
    this.connector = connector;
    this.listener = listener;
  }

  /**
   * Begins with a decision's target.
   *
   * @param decision with its fallbacks
   */
  public void start(Decision.To decision) {
    now = decision;
    connect(decision);
  }

  private void connect(Decision.To to) {
    connector.connect(to, !to.fallbacks().isEmpty());
  }

  /**
   * The target that is tried now, or was tried last.
   *
   * @return its fallbacks are what is left of the decision
   * @throws IllegalStateException before {@link #start}
   */
  public Decision.To current() {
    Decision.To to = now;
    if (to == null) {
      throw new IllegalStateException("not started");
    }
    return to;
  }

  /**
   * The current target could not be connected to: tries the next one, or reports the failure.
   *
   * @param failure why
   */
  public void failed(Failure failure) {
    Decision.To last = current();
    Decision.To next = last.next();
    if (next == null) {
      listener.failed(failure, last);
      return;
    }
    now = next;
    listener.failedOver(last, failure, next);
    connect(next);
  }
}
