package io.porty.api.mode;

import io.porty.api.Failure;
import io.porty.api.PluginImplements;
import io.porty.api.route.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the target of a decision, or to its fallbacks in order: each once, the last one with
 * the route's retries. Reusable for further decisions. For one event loop.
 *
 * @since 0.2
 */
public final class RoutedDial {

  /** Connects to one target, by a dialer or by a pool. */
  @PluginImplements
  public interface Connector {

    /**
     * Starts connecting. On failure the connector calls {@link RoutedDial#failed}, possibly before
     * this returns.
     *
     * @param to the target
     * @param onlyOnce whether to connect without retries, because there is a fallback
     */
    void connect(Decision.To to, boolean onlyOnce);
  }

  /** Called for targets that could not be connected. */
  @PluginImplements
  public interface Listener {

    /**
     * A target could not be connected, and the next one is tried.
     *
     * @param failed the target that failed
     * @param why the failure
     * @param next the target that is tried now
     */
    void failedOver(Decision.To failed, Failure why, Decision.To next);

    /**
     * No target could be connected.
     *
     * @param failure the last failure
     * @param last the last target
     */
    void failed(Failure failure, Decision.To last);
  }

  private final Connector connector;
  private final Listener listener;
  private Decision.@Nullable To now;

  /**
   * Creates a dial for consecutive decisions.
   *
   * @param connector connects to one target
   * @param listener called for failures
   */
  public RoutedDial(Connector connector, Listener listener) {
    this.connector = connector;
    this.listener = listener;
  }

  /**
   * Starts with the target of a decision.
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
   * Returns the current or last target.
   *
   * @return the rest of the decision
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
   * The current target could not be connected: tries the next one, or reports the failure.
   *
   * @param failure the failure
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
